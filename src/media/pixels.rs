//! The pixels of pictures: decoded, turned upright, made smaller, and coded again. The only file that knows the
//! libraries for that.

use super::{Flaw, MEMORY_LIMIT};
use crate::model::{MediaKind, Recipe};
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::io::Cursor;

/// Quality of JPEG. Measured on photographs: above it files grow faster than one can see.
const QUALITY: u8 = 80;

/// A decoded picture, upright, of eight bits a channel.
pub(super) struct Picture {
    pixels: DynamicImage,
    /// The colour profile, if it is one for these channels.
    profile: Option<Vec<u8>>,
}

/// Decodes a picture that was looked at, and turns it upright.
pub(super) fn decode(bytes: &[u8], kind: MediaKind, orientation: u8) -> Result<Picture, Flaw> {
    let format = match kind {
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::Gif | MediaKind::Svg | MediaKind::Recording(_) => return Err(Flaw::Broken),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_LIMIT);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Flaw::Broken)?;
    if decoder.total_bytes() > MEMORY_LIMIT {
        let (width, height) = decoder.dimensions();
        return Err(Flaw::Large(u64::from(width) * u64::from(height)));
    }
    let profile = decoder.icc_profile().ok().flatten();
    let mut pixels = eight_bits(DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Broken)?);
    pixels.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    // A profile says for which channels it is (ICC.1:2022, section 7.2.6): one for ink does not fit light.
    let space: &[u8] = if pixels.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    Ok(Picture { pixels, profile })
}

fn eight_bits(pixels: DynamicImage) -> DynamicImage {
    let colour = pixels.color();
    match (colour.has_color(), colour.has_alpha()) {
        (false, false) => DynamicImage::ImageLuma8(pixels.into_luma8()),
        (false, true) => DynamicImage::ImageLumaA8(pixels.into_luma_alpha8()),
        (true, false) => DynamicImage::ImageRgb8(pixels.into_rgb8()),
        (true, true) => DynamicImage::ImageRgba8(pixels.into_rgba8()),
    }
}

/// One size of a picture.
pub(super) fn sized(picture: &Picture, recipe: Recipe) -> Result<Vec<u8>, Flaw> {
    let (width, height) = match recipe {
        Recipe::Jpeg(width, height) | Recipe::Png(width, height) => (width, height),
        Recipe::Clean => return Err(Flaw::Broken),
    };
    let smaller;
    let pixels = if (picture.pixels.width(), picture.pixels.height()) == (width, height) {
        &picture.pixels
    } else {
        smaller = resized(&picture.pixels, width, height)?;
        &smaller
    };
    let profile = picture.profile.as_deref();
    if matches!(recipe, Recipe::Jpeg(..)) { jpeg(pixels, profile, QUALITY) } else { png(pixels, profile) }
}

/// A whole picture, turned upright and otherwise as it was.
pub(super) fn turned(bytes: &[u8], kind: MediaKind, orientation: u8) -> Result<Vec<u8>, Flaw> {
    const NEARLY_THE_SAME: u8 = 90;
    let picture = decode(bytes, kind, orientation)?;
    let profile = picture.profile.as_deref();
    match kind {
        MediaKind::Jpeg => jpeg(&picture.pixels, profile, NEARLY_THE_SAME),
        MediaKind::Webp => webp(&picture.pixels, profile),
        _ => png(&picture.pixels, profile),
    }
}

fn resized(pixels: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, Flaw> {
    let kind = match pixels {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageLumaA8(_) => PixelType::U8x2,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        DynamicImage::ImageRgba8(_) => PixelType::U8x4,
        _ => return Err(Flaw::Broken),
    };
    let mut bytes = pixels.as_bytes().to_vec();
    let from = Image::from_slice_u8(pixels.width(), pixels.height(), &mut bytes, kind).map_err(|_| Flaw::Broken)?;
    let mut to = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options).map_err(|_| Flaw::Broken)?;
    let made = to.into_vec();
    let whole = match kind {
        PixelType::U8 => image::GrayImage::from_raw(width, height, made).map(DynamicImage::ImageLuma8),
        PixelType::U8x2 => image::GrayAlphaImage::from_raw(width, height, made).map(DynamicImage::ImageLumaA8),
        PixelType::U8x3 => image::RgbImage::from_raw(width, height, made).map(DynamicImage::ImageRgb8),
        _ => image::RgbaImage::from_raw(width, height, made).map(DynamicImage::ImageRgba8),
    };
    whole.ok_or(Flaw::Broken)
}

/// JPEG in several passes, so that a slow line soon shows something.
fn jpeg(pixels: &DynamicImage, profile: Option<&[u8]>, quality: u8) -> Result<Vec<u8>, Flaw> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).map_err(|_| Flaw::Broken)?;
    }
    let opaque;
    let (bytes, colours) = match pixels {
        DynamicImage::ImageLuma8(grey) => (grey.as_raw(), ColorType::Luma),
        DynamicImage::ImageRgb8(colour) => (colour.as_raw(), ColorType::Rgb),
        other => {
            opaque = other.to_rgb8();
            (opaque.as_raw(), ColorType::Rgb)
        }
    };
    let side = |length: u32| u16::try_from(length).map_err(|_| Flaw::Broken);
    encoder.encode(bytes, side(pixels.width())?, side(pixels.height())?, colours).map_err(|_| Flaw::Broken)?;
    Ok(out)
}

fn png(pixels: &DynamicImage, profile: Option<&[u8]>) -> Result<Vec<u8>, Flaw> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, PngFilter::Adaptive);
    coded(encoder, pixels, profile)?;
    Ok(out)
}

fn webp(pixels: &DynamicImage, profile: Option<&[u8]>) -> Result<Vec<u8>, Flaw> {
    let mut out = Vec::new();
    coded(image::codecs::webp::WebPEncoder::new_lossless(&mut out), pixels, profile)?;
    Ok(out)
}

fn coded(mut encoder: impl ImageEncoder, pixels: &DynamicImage, profile: Option<&[u8]>) -> Result<(), Flaw> {
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).map_err(|_| Flaw::Broken)?;
    }
    let colours = ExtendedColorType::from(pixels.color());
    encoder.write_image(pixels.as_bytes(), pixels.width(), pixels.height(), colours).map_err(|_| Flaw::Broken)
}
