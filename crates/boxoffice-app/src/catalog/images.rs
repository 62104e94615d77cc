//! Pictures of events: decoded within limits, turned upright, made anew in three widths, everything else dropped.
//! What is stored was drawn by us, so nothing hidden in an upload ever reaches a visitor.

use std::io::Cursor;

use boxoffice_domain::ids::{EventId, ImageId};
use boxoffice_domain::limits::{NOTE_CHARS_MAX, UPLOAD_BYTES_MAX, UPLOAD_PIXELS_MAX};
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::files::FilesError;
use crate::store::StoreError;
use crate::store::images::Image;

/// The widths that pictures are stored in: a card, a phone, a page.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Pictures decoded at once; each may take a hundred megabytes.
static DECODERS: Semaphore = Semaphore::const_new(2);
/// Memory of one decoder: four bytes a pixel and room to turn it.
const DECODER_BYTES_MAX: u64 = UPLOAD_PIXELS_MAX * 8;
/// Hardly told from the original, a tenth of its size.
const JPEG_QUALITY: u8 = 82;

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// Too many bytes.
    #[error("the picture is larger than {max} bytes")]
    TooLarge {
        /// The most.
        max: usize,
    },
    /// Not a picture that we read.
    #[error("this is not a JPEG, PNG or WebP picture")]
    NotAPicture,
    /// Too many pixels.
    #[error("the picture has more than {max} pixels")]
    TooManyPixels {
        /// The most.
        max: u64,
    },
    /// It begins like one and cannot be read.
    #[error("the picture is damaged and cannot be read")]
    Damaged,
    /// The event cannot be changed.
    #[error(transparent)]
    Event(#[from] EditError),
    /// The file could not be stored.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl From<StoreError> for ImageError {
    fn from(error: StoreError) -> Self {
        Self::Event(EditError::Store(error))
    }
}

impl ImageError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "picture_too_large",
            Self::NotAPicture => "not_a_picture",
            Self::TooManyPixels { .. } => "picture_too_many_pixels",
            Self::Damaged => "picture_damaged",
            Self::Event(error) => error.code(),
            Self::Files(_) => "internal",
        }
    }
}

/// A picture in all its widths.
struct Prepared {
    width: u32,
    height: u32,
    sizes: Vec<(u32, Vec<u8>)>,
}

/// Gives an event a picture; `alt` says what it shows.
pub async fn set_event_image(
    app: &App,
    editor: &Editor,
    event: EventId,
    content: Bytes,
    alt: &str,
) -> Result<ImageId, ImageError> {
    let prepared = prepare_aside(content).await?;
    let now = app.clock.now();
    let id = ImageId::from_bytes(app.random.id(now));
    // Files first: a crash in between leaves a file that nobody names, never a name without a file.
    for (width, jpeg) in prepared.sizes {
        app.files.put(&path(id, width), jpeg.into()).await?;
    }
    let mut edit = Edit::open(app, editor, event).await?;
    let before = edit.event.image_id.replace(id);
    let alt: String = alt.trim().chars().take(NOTE_CHARS_MAX).collect();
    let image = Image {
        image_id: id,
        organization_id: edit.event.organization_id,
        alt,
        width: prepared.width.into(),
        height: prepared.height.into(),
        created_at: now,
    };
    edit.tx.insert_image(&image).await?;
    edit.close("event.image_changed", &json!({ "image": id })).await?;
    if let Some(before) = before {
        forget(app, before).await?;
    }
    Ok(id)
}

/// The picture in one of its widths, as JPEG.
pub async fn find_image(app: &App, image: ImageId, width: u32) -> Result<Option<Bytes>, FilesError> {
    if !WIDTHS.contains(&width) {
        return Ok(None);
    }
    app.files.get(&path(image, width)).await
}

async fn forget(app: &App, image: ImageId) -> Result<(), ImageError> {
    let mut tx = app.store.begin().await?;
    tx.delete_image(image).await?;
    tx.commit().await?;
    for width in WIDTHS {
        app.files.delete(&path(image, width)).await?;
    }
    Ok(())
}

/// Where the file of a picture is kept.
pub(crate) fn path(image: ImageId, width: u32) -> String {
    format!("images/{image}/{width}.jpg")
}

async fn prepare_aside(content: Bytes) -> Result<Prepared, ImageError> {
    if content.len() > UPLOAD_BYTES_MAX {
        return Err(ImageError::TooLarge { max: UPLOAD_BYTES_MAX });
    }
    // Never closed, so a permit always comes.
    let _permit = DECODERS.acquire().await.map_err(|_| ImageError::Damaged)?;
    tokio::task::spawn_blocking(move || prepare(&content)).await.map_err(|_| ImageError::Damaged)?
}

fn prepare(content: &[u8]) -> Result<Prepared, ImageError> {
    let picture = flatten(decode(content)?);
    let (width, height) = picture.dimensions();
    let sizes = WIDTHS
        .iter()
        .map(|wanted| Ok((*wanted, encode(&picture, *wanted)?)))
        .collect::<Result<_, ImageError>>()?;
    Ok(Prepared { width, height, sizes })
}

fn decode(content: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut reader =
        ImageReader::new(Cursor::new(content)).with_guessed_format().map_err(|_| ImageError::NotAPicture)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(ImageError::NotAPicture);
    }
    let mut bounds = Limits::default();
    bounds.max_alloc = Some(DECODER_BYTES_MAX);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(|_| ImageError::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > UPLOAD_PIXELS_MAX {
        return Err(ImageError::TooManyPixels { max: UPLOAD_PIXELS_MAX });
    }
    let orientation = decoder.orientation().map_err(|_| ImageError::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| ImageError::Damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// JPEG knows no transparency: what shows through is white.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0;
        let over = |c: u8| ((u32::from(c) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255) as u8;
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn encode(picture: &RgbImage, wanted: u32) -> Result<Vec<u8>, ImageError> {
    let (width, height) = picture.dimensions();
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    let written = if width <= wanted {
        picture.write_with_encoder(encoder)
    } else {
        let scaled = (u64::from(height) * u64::from(wanted) / u64::from(width)).max(1) as u32;
        image::imageops::resize(picture, wanted, scaled, FilterType::CatmullRom).write_with_encoder(encoder)
    };
    written.map_err(|_| ImageError::Damaged)?;
    Ok(jpeg)
}
