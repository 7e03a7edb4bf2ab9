//! The questions, and how to go about them.

/// One of the assignment's four questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which configuration leads to underfitting, best fit and overfitting?
    Capacity,
    /// How do the activations differ?
    Activations,
    /// Why do ReLU and leaky ReLU do better in deep networks?
    Depth,
    /// Which indicators in the curves tell?
    Curves,
}

impl Question {
    /// In the assignment's order.
    pub const ALL: [Question; 4] =
        [Question::Capacity, Question::Activations, Question::Depth, Question::Curves];

    /// Its place in the assignment, counted from 0.
    pub fn number(self) -> usize {
        self as usize
    }

    /// The question at this place; the first where there is none.
    pub fn numbered(number: usize) -> Question {
        Question::ALL.get(number).copied().unwrap_or(Question::Capacity)
    }

    /// A word for a tab.
    pub fn title(self) -> &'static str {
        match self {
            Question::Capacity => "Capacity",
            Question::Activations => "Activations",
            Question::Depth => "Depth",
            Question::Curves => "Reading curves",
        }
    }

    /// The question as the assignment asks it.
    pub fn text(self) -> &'static str {
        match self {
            Question::Capacity => {
                "Three networks of different size learn the same digits. Which one underfits, which one \
                 fits, which one overfits?"
            }
            Question::Activations => {
                "Sigmoid, tanh, ReLU and leaky ReLU: how do they differ, and what do they do to a \
                 network's performance?"
            }
            Question::Depth => {
                "Why do ReLU and leaky ReLU do better in deep networks? Three reasons are given: the \
                 others saturate, they cost more to compute, and ReLU's outputs are sparse."
            }
            Question::Curves => {
                "How do you see from the loss and accuracy curves that a network underfits, fits or \
                 overfits?"
            }
        }
    }

    /// What to look at while the curves grow.
    pub fn watch(self) -> &'static [&'static str] {
        match self {
            Question::Capacity => &[
                "Training loss (dashed) says how well a network knows its own images, validation loss \
                 (solid) how well it does on 10,000 that it never saw.",
                "Underfitting: both stay high and close together. Good fit: both low, close together, level. \
                 Overfitting: they part, and validation loss may turn upwards.",
            ],
            Question::Activations => &[
                "The first epochs: whose loss falls fastest?",
                "The last epochs: whose validation loss is lowest, and whose has turned upwards?",
                "Under “Inside”: the time of a step. Is ReLU really cheaper?",
            ],
            Question::Depth => &[
                "Loss and accuracy may hardly differ. Look under “Inside”, too.",
                "The gradient norm of the first layer: how little of it is left there, and whether it comes back. Adam \
                 divides each step by the gradient's size, so that update ratios may look alike even so.",
                "Saturation of sigmoid and tanh, and how many outputs of ReLU are zero.",
            ],
            Question::Curves => &[
                "The ring on each validation curve: the epoch of its lowest loss.",
                "The shaded gap between training and validation, and how it grows.",
                "The tinted stretch after the ring: what is learnt there helps on no new image.",
            ],
        }
    }

    /// What a textbook leads to expect, in a few sentences.
    pub fn theory(self) -> &'static [&'static str] {
        match self {
            Question::Capacity => &[
                "A network with few weights cannot describe the digits: it underfits. One with many can \
                 learn its training images by heart, each with its quirks: it overfits. In between lies \
                 the best fit.",
                "How many weights are many depends on the data: the fewer images, the sooner a network \
                 knows them all.",
            ],
            Question::Activations => &[
                "Without an activation, layers upon layers are no more than one. Sigmoid and tanh bend \
                 at both ends and are flat there; ReLU is two straight lines, and leaky ReLU keeps a \
                 small slope below 0.",
                "A layer passes its gradient on times the slope of its activation: at most 0.25 for \
                 sigmoid, 1 for tanh and ReLU. So ReLU should learn fastest, and sigmoid slowest.",
            ],
            Question::Depth => &[
                "On the way back through the layers the gradient is multiplied by a slope in each. \
                 Sigmoid's is at most ¼, so that through eight layers at most 1/65,536 is left: the \
                 gradient vanishes, and the first layers hardly learn until it grows. Where sigmoid and tanh \
                 saturate, their slope is almost 0.",
                "ReLU's slope is 1 for every positive sum, and its outputs are 0 for all others: sparse, \
                 and cheap to compute.",
            ],
            Question::Curves => &[
                "Underfitting: training loss is high and falls no more; validation loss is close to it.",
                "Good fit: both losses are low and level, with a small gap.",
                "Overfitting: training loss still falls, validation loss stands still or rises; the gap \
                 grows. Accuracy may hide it: an image read wrong counts no more however sure the network \
                 becomes of the wrong digit, while its loss goes on growing.",
                "One epoch proves nothing: validation loss wiggles. What counts is the trend over several.",
            ],
        }
    }
}
