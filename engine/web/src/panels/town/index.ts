/** Town: a game night by night. It is shared as a replay, and what is opened is played again before it is believed. */

import { Replay, type Played, type TeamMember, playGame, playMixedGame } from "@ludograph/engine";

import { fill, h, painted } from "../../dom.js";
import { loadEngine } from "../../engine.js";
import { announce } from "../../live.js";
import type { Panel } from "../../panel.js";
import { openFileButton } from "../../parts/open-file.js";
import { errorBox, loading } from "../../parts/states.js";
import { address, fragment } from "../../router.js";
import { hasJavaScript, labelOf } from "../../saved.js";
import { ADDRESS_CHARACTERS_MAX, copy, download } from "../../share.js";
import { createSetup } from "./setup.js";
import { createStage } from "./stage.js";

/** Makes the view, with a game on it. */
export async function create(): Promise<Panel> {
  await loadEngine();
  const notes = h("div", { class: "stack" });
  const stage = createStage(notes);
  const place = h("div", { class: "stack" });
  let replay: Replay | undefined;
  let shown: string | undefined;

  const wrong = (error: unknown) => {
    fill(place, errorBox(error), replay ? stage.element : null);
  };
  const load = (played: Played, labels: string[], play: boolean, note?: string) => {
    replay = played.replay;
    fill(place, stage.element);
    fill(notes, note ? h("p", { class: "notice good" }, note) : null, sharing);
    stage.load({ scenario: played.replay.scenario, result: played.result, record: played.record, labels }, { play });
  };
  const playGameOf = async () => {
    try {
      const options = setup.read();
      const labels = options.team.map(labelOf);
      let played: Played;
      if (hasJavaScript(options.team)) {
        fill(place, loading("Your agents are playing …"));
        await painted();
        played = await playMixedGame(options);
      } else {
        played = playGame(options as Parameters<typeof playGame>[0]);
      }
      load(played, labels, !reducesMotion());
      // The address of a shared game no longer says what is shown.
      if (location.hash.includes("replay=")) {
        shown = undefined;
        history.replaceState(null, "", fragment("town"));
      }
    } catch (error) {
      wrong(error);
    }
  };
  const open = (source: Parameters<typeof Replay.from>[0]) => {
    const opened = Replay.from(source);
    const { result, record } = opened.play();
    const team = opened.agents;
    const labels = team.length > 0 ? team.map((agent) => labelOf(agent as TeamMember)) : Array.from({ length: opened.numAgents }, (_, seat) => `agent ${seat + 1}`);
    if (team.length > 0) opened.checkAgents();
    const names = team.filter((agent): agent is string => typeof agent === "string");
    setup.set({ rules: opened.rules, seed: opened.seed, team: names.length === team.length ? names : [] });
    const note = `Played again: ${result.nights} nights, exactly as recorded (fingerprint ${fingerprint(opened)}).`;
    load({ result, record, replay: opened }, labels, false, note);
  };

  // JSON begins with a brace; the compact form does not.
  const openBytes = (bytes: Uint8Array<ArrayBuffer>) => open(bytes[0] === 0x7b ? new TextDecoder().decode(bytes) : bytes);
  const sharing = shareRow(() => replay, openFileButton("Open a replay", ".json,.bin,application/json", openBytes, wrong));
  const setup = createSetup(() => void playGameOf());
  const element = h("div", { class: "view" },
    h("div", { class: "view-head" },
      h("h2", {}, "Bucket Brigade, night by night"),
      h("p", {}, "A ring of houses, a few agents, fire. Each night everyone says whether they will work, and works or rests.")),
    h("div", { class: "split" }, setup.element, place));
  return {
    element,
    async show(parameters) {
      setup.refresh();
      const [text, team] = [parameters.get("replay"), parameters.get("team")];
      if (team && team !== shown) {
        shown = team;
        setup.setTeam(team.split(","));
        await playGameOf();
      } else if (text && text !== shown) {
        try {
          open(text);
          shown = text;
        } catch (error) {
          wrong(error);
        }
      } else if (!replay) {
        await playGameOf();
      }
    },
    hide: () => stage.pause(),
  };
}

function reducesMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function fingerprint(replay: Replay): string {
  return replay.toJson().fingerprint.slice(0, 16);
}

/** Copy a link, keep a file, open one. */
function shareRow(replay: () => Replay | undefined, opener: HTMLElement): HTMLElement {
  const said = h("span", { class: "hint" });
  const say = (text: string) => {
    said.textContent = text;
    announce(text);
  };
  const link = h("button", {
    type: "button", class: "small",
    onclick: async () => {
      const shared = address("town", { replay: replay()?.toText() ?? "" });
      if (shared.length > ADDRESS_CHARACTERS_MAX) return say("The game is too long for an address; save it as a file.");
      history.replaceState(null, "", shared);
      say((await copy(shared)) ? "The link is copied." : "The link is in the address bar.");
    },
  }, "Copy a link");
  const save = h("button", {
    type: "button", class: "small",
    onclick: () => {
      const kept = replay();
      if (kept) download(`brigade-${kept.seed}.json`, JSON.stringify(kept.toJson()), "application/json");
    },
  }, "Save the replay");
  return h("div", { class: "row" }, link, save, opener, said);
}
