//! The number on the console's icon: a badge in the dock or the launcher, a dot over the icon of Windows' taskbar.

use tauri::{AppHandle, Manager};

pub fn show(app: &AppHandle, unread: u32) {
    let Some(window) = app.get_webview_window("main") else { return };
    #[cfg(not(target_os = "windows"))]
    let shown = window.set_badge_count((unread > 0).then_some(i64::from(unread)));
    #[cfg(target_os = "windows")]
    let shown = window.set_overlay_icon((unread > 0).then(dot));
    if let Err(error) = shown {
        tracing::debug!(%error, "the badge could not be shown");
    }
}

/// Pixels on a side, as Windows wants an overlay.
#[cfg(any(target_os = "windows", test))]
const SIDE: u32 = 16;

/// A red dot with a soft edge. A number would not be read at this size; the tray's tooltip says it.
#[cfg(any(target_os = "windows", test))]
fn dot() -> tauri::image::Image<'static> {
    let middle = (f64::from(SIDE) - 1.0) / 2.0;
    let pixels = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (f64::from(x), f64::from(y))));
    let rgba = pixels.flat_map(|(x, y)| {
        let beyond = (x - middle).hypot(y - middle) - (middle - 0.5);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let alpha = ((0.5 - beyond).clamp(0.0, 1.0) * 255.0) as u8;
        [0xE5, 0x48, 0x4D, alpha]
    });
    tauri::image::Image::new_owned(rgba.collect(), SIDE, SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_is_round() {
        let dot = dot();
        let alpha = |x: u32, y: u32| dot.rgba()[((y * SIDE + x) * 4 + 3) as usize];
        assert_eq!(dot.rgba().len(), (SIDE * SIDE * 4) as usize);
        assert_eq!((alpha(0, 0), alpha(SIDE / 2, SIDE / 2)), (0, 255));
        assert_eq!(alpha(SIDE / 2, 0), alpha(0, SIDE / 2));
    }
}
