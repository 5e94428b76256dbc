//! Pixels, as far as a hash needs them: decoded once, read as luma row by row.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageResult, Limits};

use crate::{Format, PIXELS_MAX};

/// The most bytes that decoded pixels may take: 100 million with 8 bytes each.
const DECODED_BYTES_MAX: u64 = PIXELS_MAX * 8;

/// Decodes the pixels of a picture whose declared size was checked before.
///
/// # Errors
/// What the decoder says.
pub(crate) fn decode(format: Format, bytes: &[u8]) -> Result<DynamicImage, String> {
    decode_within(format, bytes, DECODED_BYTES_MAX)
}

/// The same, with room for so many bytes of pixels.
///
/// # Errors
/// What the decoder says.
pub(crate) fn decode_within(
    format: Format,
    bytes: &[u8],
    most: u64,
) -> Result<DynamicImage, String> {
    let input = Cursor::new(bytes);
    let decoded = match format {
        Format::Jpeg => JpegDecoder::new(input).and_then(|decoder| pixels(decoder, most)),
        Format::Png => {
            PngDecoder::with_limits(input, limits(most)).and_then(|decoder| pixels(decoder, most))
        }
        Format::Webp => WebPDecoder::new(input).and_then(|decoder| pixels(decoder, most)),
        Format::Heic | Format::Pdf => return Err("it has no pixels that are read here".to_owned()),
    };
    decoded.map_err(|error| {
        let mut text = error.to_string();
        text.truncate(
            text.char_indices()
                .nth(200)
                .map_or(text.len(), |(at, _)| at),
        );
        text
    })
}

fn limits(most: u64) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(most);
    limits
}

fn pixels<D: ImageDecoder>(mut decoder: D, most: u64) -> ImageResult<DynamicImage> {
    let mut left = limits(most);
    left.reserve(decoder.total_bytes())?;
    decoder.set_limits(left)?;
    DynamicImage::from_decoder(decoder)
}

/// A picture seen as brightness, not copied.
pub(crate) struct Luma<'a> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    samples: Samples<'a>,
    channels: usize,
}

#[derive(Clone, Copy)]
enum Samples<'a> {
    Bytes(&'a [u8]),
    /// Only the higher byte of each counts.
    Words(&'a [u16]),
}

impl<'a> Luma<'a> {
    /// Sees a decoded picture; none if its samples are of a kind that no format here decodes to.
    pub(crate) fn of(picture: &'a DynamicImage) -> Option<Luma<'a>> {
        let (samples, channels) = match picture {
            DynamicImage::ImageLuma8(p) => (Samples::Bytes(p.as_raw()), 1),
            DynamicImage::ImageLumaA8(p) => (Samples::Bytes(p.as_raw()), 2),
            DynamicImage::ImageRgb8(p) => (Samples::Bytes(p.as_raw()), 3),
            DynamicImage::ImageRgba8(p) => (Samples::Bytes(p.as_raw()), 4),
            DynamicImage::ImageLuma16(p) => (Samples::Words(p.as_raw()), 1),
            DynamicImage::ImageLumaA16(p) => (Samples::Words(p.as_raw()), 2),
            DynamicImage::ImageRgb16(p) => (Samples::Words(p.as_raw()), 3),
            DynamicImage::ImageRgba16(p) => (Samples::Words(p.as_raw()), 4),
            _ => return None,
        };
        let width = usize::try_from(picture.width()).ok()?;
        let height = usize::try_from(picture.height()).ok()?;
        (width > 0 && height > 0).then_some(Luma {
            width,
            height,
            samples,
            channels,
        })
    }

    /// Writes one row's brightness into `line`, which is as long as the picture is wide.
    pub(crate) fn row(&self, row: usize, line: &mut [u8]) {
        let from = row * self.width * self.channels;
        let to = from + self.width * self.channels;
        match self.samples {
            Samples::Bytes(all) => {
                let samples = all.get(from..to).unwrap_or_default();
                brightness(samples, self.channels, line, |sample| sample);
            }
            Samples::Words(all) => {
                let samples = all.get(from..to).unwrap_or_default();
                let high = |sample: u16| sample.to_be_bytes()[0];
                brightness(samples, self.channels, line, high);
            }
        }
    }
}

/// ITU-R 601 luma in whole numbers, as Pillow and others round it. Alpha is left out.
fn brightness<T: Copy>(samples: &[T], channels: usize, line: &mut [u8], byte: impl Fn(T) -> u8) {
    if channels < 3 {
        for (out, pixel) in line.iter_mut().zip(samples.chunks_exact(channels)) {
            *out = pixel.first().map_or(0, |sample| byte(*sample));
        }
        return;
    }
    for (out, pixel) in line.iter_mut().zip(samples.chunks_exact(channels)) {
        if let [red, green, blue, ..] = pixel {
            let sum = 19_595 * u32::from(byte(*red))
                + 38_470 * u32::from(byte(*green))
                + 7_471 * u32::from(byte(*blue));
            *out = u8::try_from((sum + 32_768) >> 16).unwrap_or(u8::MAX);
        }
    }
}
