/** Play, pause, step, speed, scrub. */

import { apply, fill, h } from "../../dom.js";
import { type Icon, icon } from "../../parts/icons.js";

const NIGHT_MS = 900;
const SPEEDS = [0.5, 1, 2, 4, 8];

/** The controls of a game that is watched. */
export interface Transport {
  element: HTMLElement;
  /** A game of so many nights begins, at a frame. */
  load(nights: number, frame: number): void;
  /** Goes to a frame, and stops. */
  go(frame: number): void;
  play(): void;
  pause(): void;
}

/** Makes the controls; `onFrame` draws a frame, `byHand` says whether it was chosen rather than played to. */
export function createTransport(onFrame: (frame: number, byHand: boolean) => void): Transport {
  let [frame, last] = [0, 0];
  let timer: number | undefined;
  const speed = h("select", { "aria-label": "Speed" }, ...SPEEDS.map((times) => h("option", { value: times, selected: times === 1 }, `${times}×`)));
  const slider = h("input", { type: "range", min: 0, max: 0, value: 0, step: 1, "aria-label": "Night" });
  const button = (label: string, sign: Icon, act: () => void) =>
    h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: act }, icon(sign));
  const toggle = button("Play", "play", () => (timer === undefined ? play() : pause()));
  toggle.classList.add("primary");

  const show = (byHand: boolean) => {
    slider.value = String(frame);
    slider.setAttribute("aria-valuetext", frame === 0 ? "before the first night" : `night ${frame} of ${last}`);
    onFrame(frame, byHand);
  };
  const go = (to: number) => {
    pause();
    frame = Math.min(last, Math.max(0, to));
    show(true);
  };
  const tick = () => {
    if (frame >= last) return pause();
    frame += 1;
    show(false);
    timer = frame < last ? window.setTimeout(tick, NIGHT_MS / Number(speed.value)) : undefined;
    if (timer === undefined) pause();
  };
  const play = () => {
    if (frame >= last) {
      frame = 0;
      show(false);
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(tick, NIGHT_MS / Number(speed.value) / 2);
    apply(toggle, { "aria-label": "Pause", title: "Pause" });
    fill(toggle, icon("pause"));
  };
  const pause = () => {
    window.clearTimeout(timer);
    timer = undefined;
    apply(toggle, { "aria-label": "Play", title: "Play" });
    fill(toggle, icon("play"));
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  return {
    element: h("div", { class: "transport", role: "group", "aria-label": "Playback" },
      h("div", { class: "row" },
        button("To the start", "first", () => go(0)),
        button("One night back", "back", () => go(frame - 1)),
        toggle,
        button("One night on", "on", () => go(frame + 1)),
        button("To the end", "last", () => go(last))),
      slider,
      h("div", { class: "row" }, speed)),
    load(nights, at) {
      pause();
      last = nights;
      slider.max = String(nights);
      frame = Math.min(at, nights);
      show(true);
    },
    go,
    play,
    pause,
  };
}
