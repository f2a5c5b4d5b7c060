"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = one("main");
  const controls = one(".controls");
  if (!controls) return;

  const FACETS = ["severity", "rule", "file", "fix"];
  const search = one("#search");
  const shown = one(".shown");
  const clear = one("#clear");
  const help = one("#help");
  const dialog = one("#keys");
  const single = one("#single");
  const groups = one("#groups");

  const boxes = Object.fromEntries(FACETS.map((facet) => [
    facet,
    new Map(all(`input[name=${facet}]`, controls).map((input) => [
      input.dataset.key || input.value,
      { input, label: input.closest("label"), number: one(".number", input.closest("label")) },
    ])),
  ]));
  const findings = all(".finding").map((node) => ({
    node,
    keys: FACETS.map((facet) => node.dataset[facet]),
    home: node.parentElement,
    text: null,
  }));
  const byFile = all(".group");
  let byRule = null;
  let visible = findings;
  let chosen = "";

  const textOf = (finding) => {
    if (finding.text === null) {
      finding.text = finding.node.textContent.toLowerCase();
    }
    return finding.text;
  };

  // State: what is checked and typed, and the same in the address

  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const grouping = () => one("input[name=group]:checked", controls).value;
  const wanted = (facet) =>
    new Set([...boxes[facet]].filter(([, box]) => box.input.checked).map(([key]) => key));

  const write = () => {
    const state = new URLSearchParams();
    for (const facet of FACETS) {
      for (const box of boxes[facet].values()) {
        if (box.input.checked) state.append(facet, box.input.value);
      }
    }
    if (search.value.trim()) state.set("q", search.value.trim());
    if (grouping() !== "file") state.set("group", grouping());
    if (chosen) state.set("at", chosen);
    const fragment = `#${state}`;
    if (fragment !== location.hash && (fragment !== "#" || location.hash)) {
      try {
        history.replaceState(null, "", fragment === "#" ? location.pathname + location.search : fragment);
      } catch {
        location.replace(fragment);
      }
    }
  };

  const read = () => {
    const fragment = location.hash.slice(1);
    const state = new URLSearchParams(fragment.includes("=") ? fragment : "");
    for (const facet of FACETS) {
      const values = new Set(state.getAll(facet));
      for (const box of boxes[facet].values()) box.input.checked = values.has(box.input.value);
    }
    search.value = state.get("q") || "";
    const group = state.get("group") === "rule" ? "rule" : "file";
    one(`input[name=group][value=${group}]`, controls).checked = true;
    chosen = state.get("at") || (fragment.includes("=") ? "" : decoded(fragment));
    const target = chosen && findings.find((finding) => finding.node.id === chosen);
    if (!target) chosen = "";
    update(false);
    if (target && target.node.hidden) {
      reset();
      chosen = target.node.id;
      update(false);
    }
    if (!target) return;
    select(target);
    // The browser goes to an element that the address names once the page is loaded, and drops the focus.
    if (document.readyState !== "complete") window.addEventListener("load", () => select(target), { once: true });
  };

  const decoded = (fragment) => {
    try {
      return decodeURIComponent(fragment);
    } catch {
      return "";
    }
  };

  const reset = () => {
    for (const facet of FACETS) for (const box of boxes[facet].values()) box.input.checked = false;
    search.value = "";
    chosen = "";
  };

  // What is shown

  const update = (remember = true) => {
    const want = FACETS.map(wanted);
    const typed = words();
    const counts = FACETS.map(() => new Map());
    visible = [];
    for (const finding of findings) {
      const misses = typed.every((word) => textOf(finding).includes(word)) ? [] : [-1];
      want.forEach((values, index) => {
        if (values.size && !values.has(finding.keys[index])) misses.push(index);
      });
      if (!misses.length) visible.push(finding);
      // A number says how many findings would be there if this alone were chosen of its kind.
      FACETS.forEach((_, index) => {
        if (!misses.length || (misses.length === 1 && misses[0] === index)) {
          const key = finding.keys[index];
          counts[index].set(key, (counts[index].get(key) || 0) + 1);
        }
      });
      finding.node.hidden = misses.length > 0;
    }
    FACETS.forEach((facet, index) => {
      for (const [key, box] of boxes[facet]) {
        const count = counts[index].get(key) || 0;
        box.number.textContent = count;
        box.label.classList.toggle("none", !count);
      }
    });
    arrange();
    const filtered = typed.length > 0 || want.some((values) => values.size);
    clear.hidden = !filtered;
    shown.textContent = filtered
      ? `${visible.length} of ${plural(findings.length)}`
      : plural(findings.length);
    if (remember) write();
  };

  const plural = (count) => `${count} ${count === 1 ? "finding" : "findings"}`;

  const arrange = () => {
    const rule = grouping() === "rule";
    if (rule && !byRule) byRule = makeGroups();
    const now = rule ? [...byRule.values()] : byFile;
    if (now[0] && now[0].parentElement !== groups) {
      for (const finding of findings) {
        (rule ? byRule.get(finding.node.dataset.rule) : finding.home).append(finding.node);
      }
      groups.replaceChildren(...now);
    }
    const counts = new Map();
    for (const finding of visible) {
      counts.set(finding.node.parentElement, (counts.get(finding.node.parentElement) || 0) + 1);
    }
    for (const group of now) {
      const count = counts.get(group) || 0;
      group.hidden = !count;
      one("h2 .number", group).textContent = plural(count);
    }
  };

  const makeGroups = () => {
    const made = new Map();
    for (const [code, box] of boxes.rule) {
      const group = document.createElement("section");
      group.className = "group";
      const heading = document.createElement("h2");
      heading.append(
        element("span", "code", code), element("span", "", box.input.dataset.name), element("span", "number", ""),
      );
      group.append(heading);
      if (box.label.title) group.append(element("p", "gist", box.label.title));
      made.set(code, group);
    }
    return made;
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  // Moving about

  const select = (finding) => {
    const link = one("h3 a", finding.node);
    finding.node.scrollIntoView({ block: "nearest" });
    link.focus({ preventScroll: true });
    // What was skipped on the way has its height only now.
    requestAnimationFrame(() => finding.node.scrollIntoView({ block: "nearest" }));
  };

  const step = (by) => {
    if (!visible.length) return;
    const order = [...groups.querySelectorAll(".finding:not([hidden])")];
    const current = document.activeElement.closest(".finding");
    const index = current ? order.indexOf(current) + by : by > 0 ? 0 : order.length - 1;
    const node = order[Math.min(Math.max(index, 0), order.length - 1)];
    select({ node });
  };

  const shortcuts = {
    "/": () => { search.focus(); search.select(); },
    j: () => step(1),
    k: () => step(-1),
    "?": () => dialog.showModal(),
  };

  const keysAreOn = () => single.checked;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    if (event.key === "Escape" && target === search) {
      if (search.value) {
        search.value = "";
        update();
      } else {
        search.blur();
      }
      return;
    }
    if (target.matches("input[type=search], textarea, [contenteditable]") || dialog.open) return;
    const action = keysAreOn() && shortcuts[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  // One stop of the Tab key for each list of boxes; arrows move within it.
  for (const options of all(".options", controls)) {
    const inputs = all("input[type=checkbox]", options);
    const rove = (input) => inputs.forEach((other) => { other.tabIndex = other === input ? 0 : -1; });
    if (inputs.length) rove(inputs[0]);
    options.addEventListener("focusin", (event) => {
      if (inputs.includes(event.target)) rove(event.target);
    });
    options.addEventListener("keydown", (event) => {
      const index = inputs.indexOf(event.target);
      if (index < 0) return;
      const to = {
        ArrowDown: index + 1, ArrowRight: index + 1, ArrowUp: index - 1, ArrowLeft: index - 1,
        Home: 0, End: inputs.length - 1,
      }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        inputs[(to + inputs.length) % inputs.length].focus();
      } else if (event.key === "Enter") {
        event.preventDefault();
        event.target.click();
      }
    });
  }

  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("change", () => { chosen = ""; update(); });
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { chosen = ""; update(); }, findings.length > 1000 ? 120 : 0);
  });
  clear.addEventListener("click", () => {
    reset();
    update();
    search.focus();
  });
  help.addEventListener("click", () => dialog.showModal());
  one("button", dialog).addEventListener("click", () => dialog.close());
  groups.addEventListener("click", (event) => {
    const link = event.target.closest("h3 a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    chosen = link.closest(".finding").id;
    write();
  });
  window.addEventListener("hashchange", read);

  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("zeplint-single-keys");
      localStorage.setItem("zeplint-single-keys", value);
    } catch {
      // A page from a file may have no storage.
    }
    return null;
  };
  single.checked = remembered() !== "off";
  single.addEventListener("change", () => remembered(single.checked ? "on" : "off"));

  // Beside the findings there is room for all filters; above them, the fewer the better.
  const wide = matchMedia("(min-width: 62rem)");
  const fold = () => { one(".more", controls).open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
  for (const node of all("[data-needs-script]")) node.hidden = false;
  read();
})();
