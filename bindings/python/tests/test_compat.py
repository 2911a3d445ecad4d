"""Do the functions under the names of other libraries give what the originals give?"""

import inspect
import unicodedata

import pytest

from conftest import known, scalars, strings

TEXTS = strings(20_000, longest=12, seed=14)
# Where a text begins and ends decides here and there.
EDGES = strings(100_000, longest=5, seed=15, alphabet="آأإىلا\u0670\u0651\u064e\u064b\u0652\u0654ئؤ\n ")


def same(ours, original, texts):
    """Compares the results; tells how many texts it was that were compared."""
    wrong = [text for text in texts if ours(text) != original(text)]
    assert not wrong, [(ascii(text), ascii(ours(text)), ascii(original(text))) for text in wrong[:5]]
    return len(texts)


def skip_if_younger():
    """What is a letter to them is what is one to this Python; to us what was one to the 3.11 that we were compared with."""
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip(f"compared under Unicode 14; this Python has {unicodedata.unidata_version}")


def names(module):
    module = __import__(f"naskh.compat.{module}", fromlist=["__all__"])
    return [pytest.param(getattr(module, name), name, id=name) for name in module.__all__]


def parameters(function):
    return [(p.name, p.default, p.kind) for p in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("ours, name", names("pyarabic"))
def test_pyarabic(ours, name):
    araby = pytest.importorskip("pyarabic.araby")
    normalize = pytest.importorskip("pyarabic.normalize")
    original = getattr(araby, name, None) or getattr(normalize, name)
    assert parameters(ours) == parameters(original)
    if name == "tokenize":
        same(ours, original, [*TEXTS, *EDGES])
        skip_if_younger()
    assert same(ours, original, [*scalars(), *TEXTS, *EDGES]) == 2 * 1_112_064 + 120_000
    if name == "normalize_hamza":
        tasheel = lambda function: lambda word: function(word, method="tasheel")
        same(tasheel(ours), tasheel(original), [*TEXTS, *EDGES])


@pytest.mark.parametrize("ours, name", names("camel"))
def test_camel(ours, name):
    dediac = pytest.importorskip("camel_tools.utils.dediac")
    normalize = pytest.importorskip("camel_tools.utils.normalize")
    word = pytest.importorskip("camel_tools.tokenizers.word")
    original = getattr(dediac, name, None) or getattr(normalize, name, None) or getattr(word, name)
    assert parameters(ours) == parameters(original)
    if name == "simple_word_tokenize":
        digits = lambda function: lambda s: function(s, split_digits=True)
        same(digits(ours), digits(original), TEXTS)
        same(ours, original, TEXTS)
        skip_if_younger()
    if name != "normalize_unicode":
        assert same(ours, original, [*scalars(), *TEXTS]) == 2 * 1_112_064 + 20_000
        return
    # The original normalises with the Unicode of this Python; a character that it does not know is nothing to it.
    same(ours, original, [*scalars(known()), *TEXTS])
    composed = lambda function: lambda s: function(s, compatibility=False)
    same(composed(ours), composed(original), [*scalars(known()), *TEXTS])


@pytest.mark.parametrize("ours, name", names("pyarabic"))
def test_pyarabic_without_a_text(ours, name):
    """A column has ``None`` here and there, and who maps one of these over it had no error."""
    araby = pytest.importorskip("pyarabic.araby")
    normalize = pytest.importorskip("pyarabic.normalize")
    original = getattr(araby, name, None) or getattr(normalize, name)
    try:
        expected = original(None)
    except (AttributeError, TypeError):
        with pytest.raises((AttributeError, TypeError)):
            ours(None)
    else:
        assert ours(None) == expected


def test_pyarabic_tokenize_refuses_what_it_does_not_know():
    from naskh.compat.pyarabic import tokenize

    with pytest.raises(NotImplementedError):
        tokenize("نعم", conditions=[len])


def test_tokenizers_of_other_tools():
    from naskh.compat import tokenize

    with pytest.raises(ValueError, match="one of: .*lucene-standard"):
        tokenize("نعم", "lucene")
    hf = pytest.importorskip("tokenizers").pre_tokenizers
    for name, original in [("hf-whitespace", hf.Whitespace()), ("hf-bert", hf.BertPreTokenizer())]:
        same(lambda text: tokenize(text, name), lambda text: [t for t, _ in original.pre_tokenize_str(text)], TEXTS)
