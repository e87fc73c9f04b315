/** What is said to those who do not see it. */

const REPEAT_MIN_MS = 1_000;

let spokenAt = 0;
let waiting: number | undefined;

/** Says a sentence through the page's live region; of several in a second the last is said. */
export function announce(sentence: string): void {
  window.clearTimeout(waiting);
  const wait = Math.max(0, spokenAt + REPEAT_MIN_MS - performance.now());
  waiting = window.setTimeout(() => {
    spokenAt = performance.now();
    const region = document.getElementById("live");
    if (region) region.textContent = sentence;
  }, wait);
}
