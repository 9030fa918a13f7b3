// The page of all explorers: it lays out the controls, shows pictures that Python has drawn, and tells
// Python what was moved. It computes nothing. Pictures come in layers; a layer with several frames is
// a recording, from which a "play" control picks, so that it needs no Python while it runs.

const QUIET = { "data-lm-suppress-shortcuts": "true" }; // JupyterLab leaves the keys to the control

function make(kind, attributes = {}, parent = null, text = "") {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(text);
  parent?.append(element);
  return element;
}

// Replace only the shapes that differ: painting takes longer than all the rest.
function redraw(group, picture) {
  const fresh = group.cloneNode(false);
  fresh.innerHTML = picture;
  const [before, after] = [[...group.children], [...fresh.children]];
  if (before.length !== after.length) return group.replaceChildren(...after);
  before.forEach((shape, i) => shape.isEqualNode(after[i]) || shape.replaceWith(after[i]));
}

function render({ model, el }) {
  const root = make("div", { class: "edu-w2v" }, el);
  const form = make("div", { class: "edu-w2v-form", role: "group" }, root);
  const stage = make("div", { class: "edu-w2v-stage" }, root);
  const spoken = make("p", { class: "edu-w2v-numbers", role: "status", "aria-live": "polite" }, root);
  root.addEventListener("keydown", (event) => {
    // JupyterLab listens at the document, and would take a new line out of a text.
    if (event.target.matches("textarea, [type=text]")) event.stopPropagation();
  });
  const follow = {}; // for each control: how it takes a value that code has set
  const timers = {}; // for each player: its clock while it plays
  let shown = []; // the SVG of each layer now on the page
  let asking; // the clock of `askForFrames`
  let waiting; // the clock of `hasten`

  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
    if (model.get("layers").every((layer) => layer.by !== name)) hasten();
    follow[name]?.(value);
    show();
  };

  // Python's answer may lie in the server until the browser acknowledges the message before it, which a
  // browser puts off for up to 40 ms (Nagle's algorithm); whatever it sends itself acknowledges at once.
  function hasten() {
    clearTimeout(waiting);
    waiting = setTimeout(() => model.send({ waiting: true }), 15);
  }

  const frameOf = (layer) => (layer.by ? Math.min(model.get(layer.by), layer.count - 1) : 0) - layer.first;

  const frames = (name) => model.get("layers").find((layer) => layer.by === name)?.count ?? 1;

  // After a change Python sends of a recording only the frame to be seen; the rest, when the hand rests.
  function askForFrames() {
    clearTimeout(asking);
    if (model.get("layers").every((layer) => layer.frames.length === layer.count)) return;
    asking = setTimeout(() => model.send({ frames: "all" }), 200);
  }

  function show() {
    const layers = model.get("layers");
    if (layers.some((layer) => !(frameOf(layer) in layer.frames))) return; // it is on its way
    if (!stage.firstChild || shown.length !== layers.length) {
      const [width, height] = model.get("size");
      stage.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="group">${"<g></g>".repeat(layers.length)}</svg>`;
      shown = layers.map(() => "");
    }
    const svg = stage.firstChild;
    const held = document.activeElement?.getAttribute("data-drag");
    layers.forEach((layer, i) => {
      const picture = layer.frames[frameOf(layer)];
      if (picture === shown[i]) return;
      shown[i] = picture;
      redraw(svg.children[i], picture);
    });
    if (held && stage.isConnected) stage.querySelector(`[data-drag="${held}"]`)?.focus();
    const says = layers.map((layer) => layer.says[frameOf(layer)]).filter(Boolean).join(" ");
    if (svg.getAttribute("aria-label") === says) return;
    spoken.textContent = says;
    svg.setAttribute("aria-label", says);
  }

  const controls = {
    range({ name, label, min, max, step }, row) {
      const id = { min, max, step, "aria-label": label, ...QUIET };
      const slider = make("input", { type: "range", ...id }, row);
      const typed = make("input", { type: "text", size: 5, inputmode: "decimal", "aria-label": `${label}, typed`, ...QUIET }, row);
      slider.addEventListener("input", () => set(name, Number(slider.value)));
      typed.addEventListener("change", () => {
        const number = Number(typed.value.replace("−", "-").replace(",", "."));
        set(name, typed.value.trim() === "" || Number.isNaN(number) ? typed.value : number);
      });
      return (value) => {
        slider.value = value;
        if (document.activeElement !== typed) typed.value = typeof value === "number" ? +value.toFixed(3) : value;
      };
    },
    choice({ name, label, options }, row) {
      const list = make("select", { "aria-label": label, ...QUIET }, row);
      for (const option of options) make("option", { value: option }, list, option);
      list.addEventListener("input", () => set(name, list.value));
      return (value) => (list.value = value);
    },
    check({ name, label }, row) {
      const box = make("input", { type: "checkbox", "aria-label": label, ...QUIET });
      row.prepend(box);
      box.addEventListener("input", () => set(name, box.checked));
      return (value) => (box.checked = value);
    },
    text({ name, label, rows }, row) {
      row.classList.add("edu-w2v-wide");
      const area = make("textarea", { rows, spellcheck: "false", "aria-label": label, ...QUIET }, row);
      area.addEventListener("input", () => set(name, area.value));
      return (value) => area.value !== value && (area.value = value);
    },
    play({ name, label, pause }, row) {
      row.classList.add("edu-w2v-wide");
      const stop = () => {
        clearInterval(timers[name]);
        delete timers[name];
        run.textContent = "Run";
      };
      const go = (place) => set(name, Math.max(0, Math.min(frames(name) - 1, place)));
      const button = (text, act) => {
        const key = make("button", { type: "button", "aria-label": `${text}: ${label}`, ...QUIET }, row, text);
        key.addEventListener("click", act);
        return key;
      };
      button("Reset", () => (stop(), go(0)));
      button("Back", () => (stop(), go(model.get(name) - 1)));
      const run = button("Run", () => {
        if (timers[name]) return stop();
        if (model.get(name) >= frames(name) - 1) go(0);
        run.textContent = "Pause";
        timers[name] = setInterval(() => {
          if (!root.isConnected || model.get(name) >= frames(name) - 1) return stop();
          go(model.get(name) + 1);
        }, pause);
      });
      button("Step", () => (stop(), go(model.get(name) + 1)));
      const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": label, ...QUIET }, row);
      slider.addEventListener("input", () => (stop(), go(Number(slider.value))));
      const place = make("output", {}, row);
      return (value) => {
        slider.max = frames(name) - 1;
        slider.value = value;
        place.textContent = `${Math.min(value, frames(name) - 1)} of ${frames(name) - 1}`;
      };
    },
  };

  const watched = new Set();
  function watch(name) {
    if (watched.has(name)) return;
    watched.add(name);
    model.on(`change:${name}`, () => {
      follow[name]?.(model.get(name));
      show();
    });
  }

  // Rows that stay as they were are not touched, so that the control in use keeps the focus.
  function build() {
    const wanted = model.get("controls").map((control) => [JSON.stringify(control), control]);
    const kept = new Map([...form.children].map((row) => [row.dataset.made, row]));
    for (const [made, row] of kept) if (!wanted.some(([each]) => each === made)) row.remove();
    wanted.forEach(([made, control], i) => {
      if (kept.has(made)) return;
      const row = make(control.kind === "play" ? "div" : "label", { "data-control": control.name });
      row.dataset.made = made;
      make("span", {}, row, control.label);
      follow[control.name] = controls[control.kind](control, row);
      follow[control.name](model.get(control.name));
      make("em", { role: "alert" }, row);
      form.insertBefore(row, form.children[i] ?? null);
      watch(control.name);
    });
    complain();
  }

  function complain() {
    const { control, sentence } = model.get("problem");
    for (const row of form.children) row.lastChild.textContent = row.dataset.control === control ? sentence : "";
  }

  // A handle is dragged by the pointer, or moved by the arrow keys when it has the focus.
  let dragged = null;
  stage.addEventListener("pointerdown", (event) => {
    dragged = event.target.dataset?.drag ?? null;
    if (dragged) event.target.focus();
    const sets = event.target.dataset?.sets;
    if (sets) for (const [name, value] of Object.entries(JSON.parse(sets))) set(name, value);
  });
  const move = (event) => {
    if (!dragged || !event.buttons) return;
    const svg = stage.firstChild;
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    model.send({ drag: dragged, to: [place.x, place.y] });
    event.preventDefault();
  };
  const release = () => (dragged = null);
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", release);
  stage.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by || !event.target.dataset.drag) return;
    model.send({ drag: event.target.dataset.drag, by });
    hasten();
    event.preventDefault();
    event.stopPropagation();
  });

  model.on("change:layers", () => {
    clearTimeout(waiting);
    show();
    askForFrames();
    for (const { name, kind } of model.get("controls")) if (kind === "play") follow[name](model.get(name));
  });
  model.on("change:controls", build);
  model.on("change:problem", complain);
  build();
  show();

  return () => {
    clearTimeout(asking);
    clearTimeout(waiting);
    Object.values(timers).forEach(clearInterval);
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", release);
  };
}

// In an exported page there is no Python: put the recording in the place of its still picture.
function replay(state, style) {
  const here = document.currentScript;
  const before = (image) => image.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  const still = [...document.images].filter((image) => before(image) && image.alt === state.alt).pop();
  if (!still) return; // there is a live view already
  make("style", {}, document.head, style);
  const el = make("div");
  still.replaceWith(el);
  const model = { get: (name) => state[name], set: (name, value) => (state[name] = value) };
  render({ model: { ...model, on() {}, send() {}, save_changes() {} }, el });
}
