//! Files that the shop sends: invoices, quotes, lists, a care guide, and voice messages.

use std::f32::consts::TAU;
use std::fmt::Write;

/// The bytes of a file and their media type, by its name: `invoice-2611….pdf`.
pub fn file(name: &str) -> (Vec<u8>, &'static str) {
    let number: String = name.chars().filter(char::is_ascii_digit).collect();
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("pdf") => (invoice(&number), "application/pdf"),
        Some("csv") => (list(&number).into_bytes(), "text/csv; charset=utf-8"),
        _ => (CARE_GUIDE.as_bytes().to_vec(), "text/plain; charset=utf-8"),
    }
}

const CARE_GUIDE: &str = "\
羊毛制品护理指南（半夏里）

1. 30度以下冷水手洗，或使用洗衣机羊毛档。
2. 使用中性羊毛洗涤剂，不要漂白。
3. 平铺阴干，不要悬挂。
4. 收纳前彻底干透，放入樟木条或防虫袋。
5. 起球属正常现象，可用去球器轻轻修整。
";

fn list(number: &str) -> String {
    // The mark at the beginning tells spreadsheet programs that the text is UTF-8.
    format!(
        "\u{feff}订单号,商品,数量,单价,实付\r\n{number},羊毛圆领开衫,1,329.00,289.00\r\n{number},棉质家居服套装,1,199.00,179.00\r\n合计,,2,,468.00\r\n"
    )
}

/// A PDF of one page. Its text is Latin only, for the fonts that every reader has know no Chinese.
fn invoice(number: &str) -> Vec<u8> {
    let lines = [
        "BT /F1 20 Tf 60 760 Td (Electronic invoice - practice platform) Tj ET".to_owned(),
        format!("BT /F1 12 Tf 60 720 Td (Order {number}) Tj ET"),
        "BT /F1 12 Tf 60 700 Td (Wool crew-neck cardigan   1   CNY 329.00) Tj ET".to_owned(),
        "BT /F1 12 Tf 60 680 Td (Total, tax included: CNY 329.00) Tj ET".to_owned(),
    ];
    let stream = lines.join("\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut entries = String::new();
    for (number, object) in (1..).zip(&objects) {
        // Writing to a string cannot fail.
        let _ = writeln!(entries, "{:010} 00000 n ", pdf.len());
        let _ = write!(pdf, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = pdf.len();
    let count = objects.len() + 1;
    let _ = write!(
        pdf,
        "xref\n0 {count}\n0000000000 65535 f \n{entries}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    pdf.into_bytes()
}

const SAMPLES_PER_SECOND: u32 = 8_000;

/// A hum of two to five seconds that rises and falls like a spoken sentence: WAV, 8 kHz, 16 bit, mono.
pub fn voice(variant: u32) -> Vec<u8> {
    let seconds = 2 + variant % 4;
    let count = SAMPLES_PER_SECOND * seconds;
    let bytes = count * 2;
    let mut wav = Vec::with_capacity(44 + usize::try_from(bytes).unwrap_or(0));
    wav.extend(b"RIFF");
    wav.extend((36 + bytes).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(SAMPLES_PER_SECOND.to_le_bytes());
    wav.extend((SAMPLES_PER_SECOND * 2).to_le_bytes());
    wav.extend(2_u16.to_le_bytes());
    wav.extend(16_u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(bytes.to_le_bytes());
    let mut phase = 0.0_f32;
    for sample in 0..count {
        #[expect(clippy::cast_precision_loss, reason = "at most 40,000 samples")]
        let at = sample as f32 / 8_000.0;
        let syllable = (at * 4.0 * TAU / 2.0).sin().abs();
        phase = (phase + (170.0 + 40.0 * (at * 2.3).sin()) / 8_000.0).fract();
        let wave = (phase * TAU).sin() + 0.4 * (phase * 2.0 * TAU).sin();
        #[expect(clippy::cast_possible_truncation, reason = "well within 16 bits by its factors")]
        let value = (wave * syllable * 6_000.0) as i16;
        wav.extend(value.to_le_bytes());
    }
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_a_pdf_whose_table_points_at_its_objects() {
        let (pdf, kind) = file("invoice-26112307480912.pdf");
        assert_eq!(kind, "application/pdf");
        let text = String::from_utf8(pdf).unwrap();
        let table: usize = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        assert!(text.get(table..).unwrap().starts_with("xref"));
        assert!(text.contains("Order 26112307480912"));
    }

    #[test]
    fn a_voice_message_says_how_long_it_is() {
        let wav = voice(1);
        assert_eq!(wav.len(), 44 + 3 * 8_000 * 2);
    }
}
