#!/usr/bin/env python3
"""Does a browser show the page of `naskh explain --html` as it is meant?

    scripts/html.py NASKH                  check, with the binary NASKH
    scripts/html.py NASKH --shot FILE.png  also take the picture that README shows

What is checked: the text on the page is the text; nothing in it runs; the letters are painted as those of the same text
without any markup, pixel by pixel; changed letters are marked; a note shows on hover, inside the window.

Needs a Chromium and its chromedriver (Debian: chromium, chromium-driver) and a font with Arabic letters. Only Python's
own library; talks to the driver on the loopback interface. Exits with 1 at the first check that fails.
"""
import base64, json, pathlib, shutil, subprocess, sys, tempfile, urllib.error, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Ligatures with a changed letter; marks; a tatweel; markup; bidi controls; addresses; a ligature that is a word.
NASTY = """لأُمٍّ ولإِبِلٍ لآلٍ ٱللّٰهُ فِي المَحَلِّ لـلا كتاب\u200cها بـ\u0640ـيت\u00adنا \ufdfa \ufefb\u064e
<script>window.ran = true</script> <img src=x onerror="window.ran = true"> &lt;b&gt; &amp;
\u202eمقلوب\u202c نص \u200f\u200e(عربي) #مدرسة_جديدة @user https://example.com/ar?a=1&b=2 ٣٫٥٪ 2020
"""
DEMO = """قَالَ د. أحمدُ: «ٱلْمَدْرَســـةُ الأُولَى فُتِحَتْ سَنَةَ ٢٠٢٠». هل زُرْتَهَا؟
ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ @user شوفوا #مدرسة_جديدة على https://example.com/ar
مَنْ جَدَّ وَجَدَ، وَمَنْ زَرَعَ حَصَدَ.
"""


class Browser:
    """A session of WebDriver (W3C)."""

    def __init__(self, profile, scale):
        driver = shutil.which("chromedriver") or sys.exit("html.py: no chromedriver; apt-get install chromium-driver")
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if "started successfully on port" in line:
                self.base = "http://127.0.0.1:" + line.split("port")[-1].strip(" .\n")
                break
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={profile}",
                     # Strokes of several pixels, so that their edges and their middle can be told apart.
                     f"--force-device-scale-factor={scale}"]
        options = {"args": arguments}
        binary = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        if binary:
            options["binary"] = binary
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self.base += "/session/" + self.call("/session", wanted)["sessionId"]

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            sys.exit(f"html.py: the browser says {error.read().decode()[:500]}")

    def open(self, page, width=1000, height=1400):
        self.call("/window/rect", {"width": width, "height": height})
        self.call("/url", {"url": page.as_uri()})

    def run(self, script, *arguments):
        return self.call("/execute/sync", {"script": script, "args": list(arguments)})

    def point(self, x, y):
        move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        self.call("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def picture(self):
        return base64.b64decode(self.call("/screenshot"))

    def difference(self, one, other):
        """How far a pixel of one picture is from all about its place in the other, 255 at most."""
        urls = ["data:image/png;base64," + base64.b64encode(picture).decode() for picture in (one, other)]
        return self.call("/execute/async", {"script": DIFFERENCE, "args": urls})

    def close(self):
        request = urllib.request.Request(self.base, method="DELETE")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60).close()
        self.process.terminate()
        self.process.wait()


# The text of the page without its notes.
TEXT = """const copy = document.querySelector(".text").cloneNode(true);
copy.querySelectorAll("i, h2").forEach((note) => note.remove());
return copy.textContent;"""
# A pixel may have any grey between those of its nine neighbours in the other picture: where an element begins, letters are
# set up to a quarter of a pixel further. A letter of another shape is black where all of them are white.
DIFFERENCE = """const [one, other, done] = arguments;
const pixels = async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  return { width, height, grey: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i + 1]) };
};
const outside = (a, b) => {
  let most = 0;
  for (let y = 1; y < a.height - 1; y++) for (let x = 1; x < a.width - 1; x++) {
    let low = 255, high = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
      const grey = b.grey[(y + dy) * b.width + x + dx];
      low = Math.min(low, grey);
      high = Math.max(high, grey);
    }
    const grey = a.grey[y * a.width + x];
    most = Math.max(most, low - grey, grey - high);
  }
  return most;
};
Promise.all([pixels(one), pixels(other)]).then(([a, b]) =>
  done(a.width === b.width && a.height === b.height ? Math.max(outside(a, b), outside(b, a)) : 256));"""
# 61 at most has been seen, with Noto Naskh Arabic, Amiri and DejaVu Sans.
EDGE = 128
# Nothing but the letters, all in one colour.
BARE = """const style = document.createElement("style");
style.textContent = ".naskh * { background: none !important; color: #000 !important; text-decoration: none !important }" +
  ".naskh { color: #000 !important; background: #fff !important } .unseen::before { content: none !important }" +
  "header, footer, h2 { display: none }";
document.head.append(style);"""
# The same text without any element in it.
PLAIN = TEXT.replace("return copy.textContent", "document.querySelector('.text').textContent = copy.textContent")
# An element round each letter of one word, that does cut: what a page must not do.
CUT = """const word = [...document.querySelectorAll(".token")].find((word) => /^(?:[\\u0628-\\u0648][\\u064B-\\u0652]*){3}/.test(word.firstChild.data));
word.firstChild.replaceWith(...[...word.firstChild.data].map((letter) => {
  const box = document.createElement("span");
  box.style.display = "inline-block";
  box.textContent = letter;
  return box;
}));"""
# For each changed word: itself, how many marks it should have, how many have a colour and a width.
MARKED = """return [...document.querySelectorAll(".token.changed:not(.unseen)")].filter((word) => word.offsetWidth > 0).map((word) => {
  const image = getComputedStyle(word).backgroundImage;
  const stops = [...image.matchAll(/(rgba?)\\([^)]*\\) ([\\d.e-]+)%/g)];
  // Four stops a mark: nothing until here, colour from here, to there, nothing from there.
  const marks = stops.filter((_, i) => i % 4 === 1).map(([, kind, from], i) => kind === "rgb" && stops[4 * i + 2][2] - from);
  return [word.firstChild.data, word.dataset.marks.trim().split(" ").length, marks.filter((width) => width > 0.1).length, image];
});"""
FIND = """const word = [...document.querySelectorAll(".token")].find((word) => word.firstChild.data === arguments[0]);
const { left, right, top, bottom } = word.getBoundingClientRect();
return [(left + right) / 2, (top + bottom) / 2];"""
NOTES = """return [...document.querySelectorAll(".token > i")].filter((note) => getComputedStyle(note).display !== "none")
  .map((note) => [note.textContent, note.getBoundingClientRect().left, note.getBoundingClientRect().right]);"""


def check(what, holds, *about):
    if not holds:
        sys.exit(f"html.py: FAILED: {what} {about}")
    print(f"ok: {what}", *about)


def main():
    naskh, shot = sys.argv[1], sys.argv[3] if sys.argv[2:3] == ["--shot"] else None
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def page(name, text):
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            out = folder / f"{name}.html"
            subprocess.run([naskh, "explain", "--html", "-o", out, folder / f"{name}.txt"], check=True)
            return out

        documents = ROOT / "tests/data/documents"
        texts = {name: (documents / f"{name}.txt").read_text(encoding="utf-8") for name in ("article", "vocalised", "social")}
        texts["nasty"] = NASTY
        browser = Browser(folder / "profile", 1 if shot else 3)
        try:
            for name, text in texts.items():
                file = page(name, text)
                browser.open(file)
                check(f"{name}: the text on the page is the text", browser.run(TEXT) == text)
                ran = browser.run("return [window.ran === undefined, document.scripts.length, document.images.length]")
                check(f"{name}: nothing in the text runs", ran == [True, 1, 0])
                marked = browser.run(MARKED)
                bad = [word for word in marked if word[1] != word[2]]
                check(f"{name}: {len(marked)} changed words have their letters marked", marked and not bad, *bad[:3])
                browser.run(BARE)
                with_markup = browser.picture()
                browser.run(PLAIN)
                difference = browser.difference(with_markup, browser.picture())
                check(f"{name}: letters are painted as without markup", difference <= EDGE, difference)
                browser.open(file)
                browser.run(BARE)
                browser.run(CUT)
                difference = browser.difference(with_markup, browser.picture())
                check(f"{name}: and that would show if they were not", difference > EDGE, difference)

            demo = page("demo", DEMO)
            browser.open(demo, 1000, 640)
            check("no note without a pointer", browser.run(NOTES) == [])
            browser.point(*browser.run(FIND, "الأُولَى"))
            notes = browser.run(NOTES)
            wanted = ["bytes 60..76", "الاولي", "fold-alef", "U+0623", "ARABIC LETTER ALEF WITH HAMZA ABOVE", "U+0627", "64..66"]
            check("the note tells rule, code points and spans",
                  len(notes) == 1 and all(part in notes[0][0] for part in wanted), notes[:1])
            if shot:
                pathlib.Path(shot).write_bytes(browser.picture())
            browser.open(demo, 500, 640)
            for word in ["سَنَةَ", "ﻋﻠﻴﻜﻢ", "حَصَدَ"]:
                browser.point(*browser.run(FIND, word))
                (_, left, right), = browser.run(NOTES)
                check(f"the note of {word} is inside the window", left >= 0 and right <= browser.run("return innerWidth"), left, right)
        finally:
            browser.close()


main()
