//! Tables with a network a line.

use crate::figure::{escape, marker};
use crate::session::network::Network;

/// Columns' names, the networks' first, and for each network its cells in HTML. Nothing without a network.
pub(super) fn table(columns: &[&str], rows: &[(&Network, Vec<String>)]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head: String =
        columns.iter().map(|name| format!(r#"<th scope="col">{name}</th>"#)).collect();
    let body: String = rows.iter().map(|(network, cells)| row(network, cells)).collect();
    format!("<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
}

fn row(network: &Network, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!(
        r#"<tr data-network="{}"><th scope="row">{}</th>{cells}</tr>"#,
        network.id,
        named(network)
    )
}

/// A network's marker and name.
pub(super) fn named(network: &Network) -> String {
    let name = escape(&network.name);
    format!(r#"{} <span class="name">{name}</span>"#, marker(network.look))
}
