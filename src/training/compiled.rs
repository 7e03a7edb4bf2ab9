//! Kernels are compiled once an adapter: compiling takes longer than many a training.

use super::kernels::Kernel;
use super::variant::Variant;
use crate::config::Precision;
use std::cell::RefCell;
use std::rc::Rc;

/// What tells a kernel from others: its name, what opens its text, and its constants.
#[derive(Clone, PartialEq)]
pub struct Recipe {
    /// The kernel's name.
    pub name: &'static str,
    /// The numbers that it computes with.
    pub precision: Precision,
    /// How its sums are shared out.
    pub variant: Variant,
    /// The values of its `override`s.
    pub constants: Vec<(&'static str, f64)>,
}

/// The kernels compiled so far.
#[derive(Default)]
pub struct Compiled(RefCell<Vec<(Recipe, Rc<Kernel>)>>);

impl Compiled {
    /// The kernel of this recipe, compiled if it is the first time.
    pub fn kernel(&self, recipe: Recipe, compile: impl FnOnce(&Recipe) -> Kernel) -> Rc<Kernel> {
        let known = |known: &&(Recipe, Rc<Kernel>)| known.0 == recipe;
        if let Some((_, kernel)) = self.0.borrow().iter().find(known) {
            return kernel.clone();
        }
        let kernel = Rc::new(compile(&recipe));
        self.0.borrow_mut().push((recipe, kernel.clone()));
        kernel
    }
}
