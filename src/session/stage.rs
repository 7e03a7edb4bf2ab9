//! What tells a picture of the networks from the next. Steps within an epoch change the session many times a
//! second, but nothing of what curves and results show.

use super::network::{Network, NetworkId};

/// All of a network that curves and results show, in brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    id: NetworkId,
    name: String,
    look: usize,
    shown: bool,
    active: bool,
    epochs: usize,
    /// Serials of the runs that take part.
    runs: Vec<u32>,
}

/// The stages of networks that have a curve.
pub fn stages(networks: &[Network]) -> Vec<Stage> {
    let stage = |network: &Network| Stage {
        id: network.id,
        name: network.name.clone(),
        look: network.look,
        shown: network.shown,
        active: network.is_active(),
        epochs: network.history().map_or(0, |history| history.epochs()),
        runs: network.taking_part().iter().map(|run| run.serial).collect(),
    };
    networks.iter().filter(|network| network.has_curve()).map(stage).collect()
}
