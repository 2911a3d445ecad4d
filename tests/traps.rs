//! Inputs on which tools of this kind are known to fail: `data/traps.toml`.

use naskh::{Normalizer, Preset, SentenceSegmenter, Tokenizer};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    preset: String,
    #[serde(default)]
    input: String,
    output: Option<String>,
    same_key: Option<Vec<String>>,
    tokens: Option<Vec<String>>,
    sentences: Option<Vec<String>>,
    idempotent: Option<bool>,
    why: String,
    origin: String,
    /// The case does not hold yet, for this reason.
    known_bad: Option<String>,
}

impl Case {
    /// What is wrong; `None` if the case holds.
    fn fault(&self) -> Option<String> {
        let normalizer = Normalizer::new(self.preset.parse::<Preset>().unwrap());
        let mut faults = Vec::new();
        let mut expect = |ok: bool, seen: String| {
            if !ok {
                faults.push(seen);
            }
        };
        if let Some(output) = &self.output {
            let seen = normalizer.normalize(&self.input);
            expect(seen == *output, format!("normalised {seen:?}, not {output:?}"));
        }
        for text in self.same_key.iter().flatten() {
            let keys = [text, &self.same_key.as_ref().unwrap()[0]].map(|text| normalizer.normalize(text));
            expect(keys[0] == keys[1], format!("two keys: {keys:?}"));
        }
        if let Some(tokens) = &self.tokens {
            let seen: Vec<_> = Tokenizer::new().words(&self.input).map(|token| token.text().to_owned()).collect();
            expect(seen == *tokens, format!("tokens {seen:?}, not {tokens:?}"));
        }
        if let Some(sentences) = &self.sentences {
            let segmenter = SentenceSegmenter::new();
            let seen: Vec<_> = segmenter.sentences(&self.input).map(|s| s.trimmed().text().to_owned()).collect();
            expect(seen == *sentences, format!("sentences {seen:?}, not {sentences:?}"));
        }
        if self.idempotent == Some(true) {
            let once = normalizer.normalize(&self.input);
            let twice = normalizer.normalize(&once);
            expect(twice == once, format!("once {once:?}, twice {twice:?}"));
        }
        (!faults.is_empty()).then(|| faults.join("; "))
    }
}

#[test]
fn every_trap_is_passed_or_known() {
    let file: File = toml::from_str(include_str!("data/traps.toml")).unwrap();
    let mut wrong = Vec::new();
    let mut bad = 0;
    for case in &file.case {
        assert!(!case.why.is_empty() && !case.origin.is_empty(), "{}: no reason or origin", case.name);
        let claims = [case.output.is_some(), case.same_key.is_some(), case.tokens.is_some(), case.sentences.is_some()];
        assert!(claims.contains(&true) || case.idempotent.is_some(), "{}: claims nothing", case.name);
        match (case.fault(), &case.known_bad) {
            (None, None) => {}
            (Some(_), Some(_)) => bad += 1,
            (Some(fault), None) => wrong.push(format!("{}: {fault}", case.name)),
            (None, Some(reason)) => wrong.push(format!("{}: holds now; no longer known bad ({reason})", case.name)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases fail:\n{}", wrong.len(), file.case.len(), wrong.join("\n"));
    assert!(file.case.len() >= 100);
    assert_eq!(bad, file.case.iter().filter(|case| case.known_bad.is_some()).count());
}
