//! What is done to buffers between compute passes.

/// One such thing.
pub enum Transfer {
    /// Bytes of a buffer become those of another.
    Copy {
        /// Where they are.
        from: wgpu::Buffer,
        /// The first of them.
        from_offset: u64,
        /// Where they go.
        to: wgpu::Buffer,
        /// Where the first of them goes.
        to_offset: u64,
        /// How many.
        size: u64,
    },
    /// A buffer's first bytes become 0.
    Clear {
        /// The buffer.
        buffer: wgpu::Buffer,
        /// How many.
        size: u64,
    },
}

impl Transfer {
    /// A copy of a whole buffer to the beginning of another.
    pub fn whole(from: &wgpu::Buffer, to: &wgpu::Buffer) -> Transfer {
        let size = from.size();
        Transfer::Copy { from: from.clone(), from_offset: 0, to: to.clone(), to_offset: 0, size }
    }

    /// Appends it to the encoder's work.
    pub fn record(&self, encoder: &mut wgpu::CommandEncoder) {
        match self {
            Transfer::Copy { from, from_offset, to, to_offset, size } => {
                encoder.copy_buffer_to_buffer(from, *from_offset, to, *to_offset, *size);
            }
            Transfer::Clear { buffer, size } => encoder.clear_buffer(buffer, 0, Some(*size)),
        }
    }
}
