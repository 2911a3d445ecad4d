#!/usr/bin/env python3
"""The normalizer of `bert-*-uncased` models, and two pre-tokenizers, from Hugging Face's tokenizers.

    pip install tokenizers==0.23.3
    python3 oracles/bert.py --check
"""
import tokenizers

import common

NORMALIZE = tokenizers.normalizers.BertNormalizer().normalize_str


def tokenize(pre_tokenizer):
    def run(text):
        return common.tokens((start, "", token) for token, (start, _) in pre_tokenizer.pre_tokenize_str(text))
    return common.each(run)


if __name__ == "__main__":
    common.main([
        common.Preset("bert-uncased", "tokenizers", tokenizers.__version__, "BertNormalizer().normalize_str(text)",
                      common.each(NORMALIZE)),
        common.tokenizer("hf-whitespace", "tokenizers", tokenizers.__version__, "Whitespace().pre_tokenize_str(text)",
                         tokenize(tokenizers.pre_tokenizers.Whitespace())),
        common.tokenizer("hf-bert", "tokenizers", tokenizers.__version__, "BertPreTokenizer().pre_tokenize_str(text)",
                         tokenize(tokenizers.pre_tokenizers.BertPreTokenizer())),
    ])
