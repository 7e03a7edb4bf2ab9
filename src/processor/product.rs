//! The three matrix products of a dense layer, row by row in memory. `matrixmultiply` is small, widely used
//! (by ndarray and others) and has kernels for WebAssembly's SIMD as for AVX and NEON.

use matrixmultiply::sgemm;

/// How a matrix lies in memory.
#[derive(Clone, Copy)]
struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    strides: (isize, isize),
}

impl<'a> Matrix<'a> {
    fn new(values: &'a [f32], rows: usize, columns: usize) -> Self {
        assert!(values.len() >= rows * columns, "a matrix has all its values");
        Matrix { values, rows, columns, strides: (columns as isize, 1) }
    }

    fn transposed(self) -> Self {
        let Matrix { values, rows, columns, strides } = self;
        Matrix { values, rows: columns, columns: rows, strides: (strides.1, strides.0) }
    }
}

/// outputs = a·b + β·outputs
fn multiply(a: Matrix, b: Matrix, beta: f32, outputs: &mut [f32]) {
    assert!(a.columns == b.rows && outputs.len() >= a.rows * b.columns, "shapes fit");
    // SAFETY: by construction both inputs hold all elements that their sizes and strides reach, and by the
    // line above so do the outputs, which nothing else borrows.
    unsafe {
        sgemm(
            a.rows,
            a.columns,
            b.columns,
            1.0,
            a.values.as_ptr(),
            a.strides.0,
            a.strides.1,
            b.values.as_ptr(),
            b.strides.0,
            b.strides.1,
            beta,
            outputs.as_mut_ptr(),
            b.columns as isize,
            1,
        );
    }
}

/// Sizes of a layer's product.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// Examples.
    pub rows: usize,
    /// Columns of X, rows of W.
    pub inputs: usize,
    /// Columns of W and Z.
    pub units: usize,
}

impl Sizes {
    /// z += X·W
    pub fn add_product(self, x: &[f32], kernel: &[f32], z: &mut [f32]) {
        let Sizes { rows, inputs, units } = self;
        multiply(Matrix::new(x, rows, inputs), Matrix::new(kernel, inputs, units), 1.0, z);
    }

    /// dL/dX = dL/dZ · Wᵀ
    pub fn input_gradient(self, deltas: &[f32], kernel: &[f32], gradient: &mut [f32]) {
        let Sizes { rows, inputs, units } = self;
        let kernel = Matrix::new(kernel, inputs, units).transposed();
        multiply(Matrix::new(deltas, rows, units), kernel, 0.0, gradient);
    }

    /// dL/dW = Xᵀ · dL/dZ
    pub fn kernel_gradient(self, x: &[f32], deltas: &[f32], gradient: &mut [f32]) {
        let Sizes { rows, inputs, units } = self;
        let x = Matrix::new(x, rows, inputs).transposed();
        multiply(x, Matrix::new(deltas, rows, units), 0.0, gradient);
    }
}
