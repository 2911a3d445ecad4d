//! `naskh presets`: what does each preset, each operation, each row do?

use super::write_whole;
use crate::args::{Common, Format, PresetsArgs};
use crate::output::{Palette, code_points, push_json, push_tsv, visible};
use crate::work::{Problem, header};
use naskh::{Op, OpSet, Preset, Rule};

const COLUMNS: &[&str] =
    &["op", "lossy", "from", "to", "from_code_points", "to_code_points", "where", "name", "source", "presets"];

pub(crate) fn run(args: &PresetsArgs, common: &Common) -> Result<u8, Problem> {
    let (presets, ops) = chosen(args.name.as_deref());
    write_whole(common, |palette| match common.format.unwrap_or(Format::Text) {
        Format::Text => {
            let mut text = String::new();
            presets.into_iter().for_each(|preset| write_preset(preset, palette, &mut text));
            ops.into_iter().for_each(|op| write_op(op, palette, &mut text));
            text.into_bytes()
        }
        Format::Tsv => {
            let mut text = header(false, COLUMNS);
            ops.into_iter().for_each(|op| write_tsv(op, &mut text));
            text.into_bytes()
        }
        Format::Jsonl => {
            let mut bytes = Vec::new();
            ops.into_iter().for_each(|op| write_json(op, &mut bytes));
            bytes
        }
    })
}

/// The presets and operations with this name; without a name, all.
fn chosen(name: Option<&str>) -> (Vec<Preset>, Vec<Op>) {
    let Some(name) = name else {
        return (Preset::ALL.to_vec(), OpSet::ALL.iter().collect());
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
    for rule in op.rules() {
        *text += &format!("    {} {} {}", code_points(rule.from()), rule.name(), visible(rule.from()));
        if rule.to().is_empty() {
            *text += ", deleted";
        } else {
            *text += &format!(", to {} {}", code_points(rule.to()), visible(rule.to()));
        }
        if !rule.condition().is_empty() {
            *text += &format!(", {}", rule.condition());
        }
        *text += &format!("  [{}]\n", rule.source());
    }
    text.push('\n');
}

/// What an operation does, in fields; the operation itself stands for the rows if it has none.
fn rows(op: Op) -> Vec<[String; 5]> {
    let row = |rule: &Rule| [rule.from(), rule.to(), rule.condition(), rule.name(), rule.source()].map(str::to_owned);
    let mut rows: Vec<_> = op.rules().map(|rule| row(&rule)).collect();
    if rows.is_empty() {
        rows.push(["", "", "", "", op.description()].map(str::to_owned));
    }
    rows
}

fn write_tsv(op: Op, text: &mut String) {
    let presets = presets_with(op).join(",");
    let lossy = op.is_lossy().to_string();
    for [from, to, place, name, source] in rows(op) {
        let (from_points, to_points) = (code_points(&from), code_points(&to));
        let fields = [op.name(), &lossy, &from, &to, &from_points, &to_points, &place, &name, &source, &presets];
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
    for values in rows(op) {
        bytes.extend_from_slice(b"{\"op\":");
        push_json(bytes, op.name());
        bytes.extend_from_slice(if op.is_lossy() { b",\"lossy\":true" } else { b",\"lossy\":false" });
        for (key, value) in ["from", "to", "where", "name", "source"].into_iter().zip(&values) {
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
