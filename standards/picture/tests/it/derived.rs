//! Pictures made anew: from generated ones, from ones with much to tell, and from ones made to harm.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use picture::{DeriveError, RemovedKind, derive, facts};

fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let part = |n: u32| u8::try_from(n % 256).unwrap();
        Rgb([part(x / 3), part(y / 2), part(x * y / 97)])
    })
}

fn written(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF directory that says: turned by a quarter, taken with an invented camera, at an invented place.
fn told() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_be_bytes()[..],
            &kind.to_be_bytes(),
            &count.to_be_bytes(),
            &value,
        ]
        .concat()
    };
    // Three entries: make, orientation, and where the directory of places stands.
    let places = 8 + 2 + 3 * 12 + 4;
    tiff.extend(3_u16.to_be_bytes());
    tiff.extend(entry(0x010f, 2, 4, *b"Cam\0"));
    tiff.extend(entry(0x0112, 3, 1, [0, 6, 0, 0]));
    tiff.extend(entry(
        0x8825,
        4,
        1,
        u32::try_from(places).unwrap().to_be_bytes(),
    ));
    tiff.extend([0; 4]);
    let degrees = u32::try_from(places + 2 + 4 * 12 + 4).unwrap();
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, degrees.to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, 5, 3, (degrees + 24).to_be_bytes()));
    tiff.extend([0; 4]);
    for [degrees, minutes] in [[10_u32, 30], [20, 15]] {
        for rational in [[degrees, 1], [minutes, 1], [0, 1]] {
            tiff.extend(rational.iter().flat_map(|part| part.to_be_bytes()));
        }
    }
    tiff
}

/// A segment put behind the first two bytes of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, body, &jpeg[2..]].concat()
}

fn kinds(removed: &[picture::Removed]) -> Vec<RemovedKind> {
    removed.iter().map(|one| one.kind).collect()
}

#[test]
fn a_picture_is_made_anew_smaller_upright_and_silent() {
    let jpeg = written(&drawn(1_600, 900), ImageFormat::Jpeg);
    let jpeg = with_segment(&jpeg, 0xfe, b"a comment that names somebody");
    let mut file = with_segment(&jpeg, 0xe1, &[b"Exif\0\0", &told()[..]].concat());
    file.extend(b"PK\x03\x04 something hidden behind the picture");
    let made = derive(&file).unwrap();
    assert_eq!(
        (made.pixels.width, made.pixels.height),
        (675, 1_200),
        "turned"
    );
    let expected = [
        RemovedKind::Place,
        RemovedKind::Device,
        RemovedKind::Exif,
        RemovedKind::Text,
        RemovedKind::Trailing,
        RemovedKind::Size,
    ];
    let told = kinds(&made.removed);
    assert!(
        expected.iter().all(|kind| told.contains(kind)),
        "{:?}",
        made.removed
    );
    let place = &made.removed[0];
    assert_eq!(place.detail, "10.500000 N, 20.250000 E");
    for (bytes, longest) in [(&made.view, 1_200), (&made.thumb, 256)] {
        let facts = facts(bytes).unwrap();
        let pixels = facts.pixels.unwrap();
        assert_eq!(pixels.width.max(pixels.height), longest);
        assert_eq!(facts.place, None);
        assert_eq!(facts.device, picture::Device::default());
        assert_eq!(facts.integrity, picture::Integrity::default());
        let again = derive(bytes).unwrap();
        assert!(again.removed.is_empty(), "{:?}", again.removed);
        assert!(
            !bytes
                .windows(4)
                .any(|four| four == b"Exif" || four == b"some")
        );
    }
}

#[test]
fn every_format_that_is_taken_gives_a_jpeg_and_the_same_file_the_same() {
    let picture = drawn(300, 200);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let file = written(&picture, format);
        let made = derive(&file).unwrap();
        assert_eq!(made, derive(&file).unwrap());
        assert!(made.view.starts_with(&[0xff, 0xd8, 0xff]), "{format:?}");
        assert_eq!((made.pixels.width, made.pixels.height), (300, 200));
        assert!(made.removed.is_empty(), "{format:?}: {:?}", made.removed);
    }
}

#[test]
fn what_can_be_seen_through_is_white() {
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let made = derive(&bytes.into_inner()).unwrap();
    let seen = image::load_from_memory(&made.view).unwrap().to_rgb8();
    assert!(
        seen.pixels()
            .all(|pixel| pixel.0.iter().all(|sample| *sample > 250))
    );
}

#[test]
fn what_is_no_still_picture_of_bearable_size_is_refused_by_name() {
    let jpeg = written(&drawn(64, 64), ImageFormat::Jpeg);
    let png = written(&drawn(64, 64), ImageFormat::Png);
    let code = |bytes: &[u8]| derive(bytes).unwrap_err().code();
    assert_eq!(code(b""), "picture-unknown");
    assert_eq!(code(b"<svg xmlns='x'/>"), "picture-unknown");
    assert_eq!(code(b"%PDF-1.7"), "picture-convert");
    assert_eq!(
        code(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        "picture-convert"
    );
    assert_eq!(code(&vec![0xff; 20_000_001]), "picture-too-long");
    assert_eq!(code(&jpeg[..jpeg.len() / 3]), "picture-damaged");
    // The size a PNG declares, without the pixels to it: nothing may be allocated for it.
    let declared = |width: u32, height: u32| {
        let mut bomb = png.clone();
        bomb[16..20].copy_from_slice(&width.to_be_bytes());
        bomb[20..24].copy_from_slice(&height.to_be_bytes());
        bomb
    };
    assert_eq!(code(&declared(20_001, 10)), "picture-too-large");
    assert_eq!(code(&declared(12_000, 12_000)), "picture-too-large");
    assert!(matches!(
        derive(&declared(9_000, 9_000)),
        Err(DeriveError::Damaged(_))
    ));
    let mut animated = png[..33].to_vec();
    animated.extend([0, 0, 0, 8]);
    animated.extend(b"acTL\0\0\0\x02\0\0\0\0");
    animated.extend([0; 4]);
    animated.extend(&png[33..]);
    assert_eq!(code(&animated), "picture-animated");
}

#[test]
fn a_file_that_is_two_things_at_once_becomes_one() {
    let mut both = written(&drawn(80, 60), ImageFormat::Jpeg);
    both.extend(b"PK\x05\x06");
    both.extend([0; 18]);
    let made = derive(&both).unwrap();
    assert!(kinds(&made.removed).contains(&RemovedKind::Trailing));
    assert_eq!(facts(&made.view).unwrap().integrity.also, None);
}
