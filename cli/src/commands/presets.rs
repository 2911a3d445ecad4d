//! `naskh presets`: what does each preset, each operation, each row do?

use super::write_whole;
use crate::args::{Common, Format, PresetsArgs};
use crate::output::{Palette, code_points, push_json, push_tsv, visible};
use crate::work::{Problem, Sink, header};
use naskh::{Op, OpSet, Preset, Rule};
use std::path::Path;

pub(crate) fn run(args: &PresetsArgs, common: &Common) -> Result<u8, Problem> {
    let (presets, ops) = chosen(args.name.as_deref());
    let text = match common.format.unwrap_or(Format::Text) {
        Format::Text => {
            let palette = Sink::open(common, &[] as &[&Path])?.palette();
            let mut text = String::new();
            for preset in presets {
                write_preset(preset, &palette, &mut text);
            }
            for op in ops {
                write_op(op, &palette, &mut text);
            }
            text.into_bytes()
        }
        Format::Tsv => {
            let mut text = header(
                false,
                &["op", "lossy", "from", "to", "from_code_points", "to_code_points", "name", "source", "presets"],
            );
            ops.into_iter().for_each(|op| write_tsv(op, &mut text));
            text.into_bytes()
        }
        Format::Jsonl => {
            let mut bytes = Vec::new();
            ops.into_iter().for_each(|op| write_json(op, &mut bytes));
            bytes
        }
    };
    write_whole(&text, common)
}

/// The presets and operations with this name; without a name, all.
fn chosen(name: Option<&str>) -> (Vec<Preset>, Vec<Op>) {
    let Some(name) = name else {
        return (Preset::ALL.to_vec(), Op::ALL.to_vec());
    };
    let preset = Preset::ALL.iter().find(|preset| preset.name() == name);
    let ops = preset.map(|preset| preset.ops()).or_else(|| OpSet::from_name(name));
    (preset.copied().into_iter().collect(), ops.map_or_else(Vec::new, |ops| ops.iter().collect()))
}

/// The presets that an operation belongs to.
fn presets_with(op: Op) -> Vec<&'static str> {
    Preset::ALL.iter().filter(|preset| preset.ops().contains(op)).map(|preset| preset.name()).collect()
}

fn write_preset(preset: Preset, palette: &Palette, text: &mut String) {
    let Palette { head, .. } = palette;
    *text += &format!("{head}{}{head:#} (version {})\n  {}\n", preset.name(), preset.version(), preset.description());
    let ops: Vec<&str> = preset.ops().iter().map(|op| op.name()).collect();
    *text += &format!("  {}\n\n", ops.join(" "));
}

fn write_op(op: Op, palette: &Palette, text: &mut String) {
    let Palette { head, lossy, .. } = palette;
    *text += &format!("{head}{}{head:#}", op.name());
    if op.is_lossy() {
        *text += &format!(" {lossy}lossy{lossy:#}");
    }
    *text += &format!("\n  {}\n  in: {}\n", op.description(), presets_with(op).join(" "));
    for row in op.rows() {
        *text += &format!("    {} {} {}", code_points(row.from()), row.name(), visible(row.from()));
        if row.to().is_empty() {
            *text += ", deleted";
        } else {
            *text += &format!(", to {} {}", code_points(row.to()), visible(row.to()));
        }
        *text += &format!("  [{}]\n", row.source());
    }
    text.push('\n');
}

fn write_tsv(op: Op, text: &mut String) {
    let presets = presets_with(op).join(",");
    for row in op.rows() {
        let lossy = if op.is_lossy() { "true" } else { "false" };
        let (from, to) = (code_points(row.from()), code_points(row.to()));
        let fields = [op.name(), lossy, row.from(), row.to(), &from, &to, row.name(), row.source(), &presets];
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            push_tsv(text, field);
        }
        text.push('\n');
    }
}

fn write_json(op: Op, bytes: &mut Vec<u8>) {
    for row in op.rows() {
        bytes.extend_from_slice(b"{\"op\":");
        push_json(bytes, op.name());
        bytes.extend_from_slice(if op.is_lossy() { b",\"lossy\":true" } else { b",\"lossy\":false" });
        for (key, value) in keys(&row) {
            bytes.extend_from_slice(format!(",\"{key}\":").as_bytes());
            push_json(bytes, value);
        }
        bytes.extend_from_slice(b",\"presets\":[");
        for (at, preset) in presets_with(op).into_iter().enumerate() {
            if at > 0 {
                bytes.push(b',');
            }
            push_json(bytes, preset);
        }
        bytes.extend_from_slice(b"]}\n");
    }
}

fn keys(row: &Rule) -> [(&'static str, &str); 4] {
    [("from", row.from()), ("to", row.to()), ("name", row.name()), ("source", row.source())]
}
