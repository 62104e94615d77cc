//! Pictures of events: what is stored was drawn by us, and what is not a picture is refused.

use std::io::Cursor;

use boxoffice_app::both_databases;
use boxoffice_app::catalog::images::{WIDTHS, find_image, set_event_image};
use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

fn picture(width: u32, height: u32, format: ImageFormat) -> Bytes {
    let mut content = Cursor::new(Vec::new());
    let drawn = RgbaImage::from_fn(width, height, |x, y| Rgba([x as u8, y as u8, 90, 255]));
    let drawn = DynamicImage::from(drawn);
    let drawn = if format == ImageFormat::Jpeg { DynamicImage::from(drawn.into_rgb8()) } else { drawn };
    drawn.write_to(&mut content, format).expect("a picture");
    content.into_inner().into()
}

both_databases! {
    async fn an_upload_is_drawn_anew_in_three_widths(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.standing_event(&organizer, 10, 0).await;
        let editor = organizer.editor();
        let mut upload = picture(1_200, 600, ImageFormat::Png).to_vec();
        upload.extend_from_slice(b"<script>alert(1)</script>");
        let first = set_event_image(&app, &editor, made.event, upload.into(), "A bell").await.expect("stored");
        for (width, expected) in WIDTHS.into_iter().zip([480, 960, 1_200]) {
            let jpeg = find_image(&app, first, width).await.expect("read").expect("a file");
            assert!(!jpeg.windows(7).any(|part| part == b"<script"));
            let drawn = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).expect("a JPEG");
            assert_eq!((drawn.width(), drawn.height()), (expected, expected / 2));
        }
        assert_eq!(find_image(&app, first, 481).await.expect("read"), None);

        let next = picture(300, 300, ImageFormat::WebP);
        let second = set_event_image(&app, &editor, made.event, next, "").await.expect("stored");
        assert_eq!(find_image(&app, first, 480).await.expect("read"), None, "the old one is gone");
        assert!(find_image(&app, second, 480).await.expect("read").is_some());
    }

    async fn what_is_not_a_fitting_picture_is_refused(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.standing_event(&organizer, 10, 0).await;
        let editor = organizer.editor();
        let cut = picture(400, 400, ImageFormat::Png).slice(..600);
        let mut wide = Cursor::new(Vec::new());
        DynamicImage::new_luma8(6_000, 4_100).write_to(&mut wide, ImageFormat::Png).expect("a picture");
        for (content, code) in [
            (Bytes::from_static(b"GIF89a..........."), "not_a_picture"),
            (Bytes::from_static(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not_a_picture"),
            (Bytes::new(), "not_a_picture"),
            (cut, "picture_damaged"),
            (Bytes::from(vec![0; 6 * 1024 * 1024]), "picture_too_large"),
            (wide.into_inner().into(), "picture_too_many_pixels"),
        ] {
            let refused = set_event_image(&app, &editor, made.event, content, "").await;
            assert_eq!(refused.err().map(|error| error.code()), Some(code));
        }
        let stranger = app.organizer("Theirs").await.editor();
        let fine = picture(40, 40, ImageFormat::Jpeg);
        let refused = set_event_image(&app, &stranger, made.event, fine, "").await;
        assert_eq!(refused.err().map(|error| error.code()), Some("no_such_event"));
    }
}
