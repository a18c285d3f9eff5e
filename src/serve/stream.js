// Hears the messages of the preview: in the worker that all tabs share, or in one tab for all.
const listen = (tell) => {
  const source = new EventSource("/__ripple/events");
  for (const kind of ["hello", "css", "reload", "navigate", "problems"]) {
    source.addEventListener(kind, (event) => tell({ ...JSON.parse(event.data), kind }));
  }
  // A restart takes a moment; after that, nobody is left in the belief that the page is new.
  let waiting = 0;
  source.addEventListener("open", () => {
    clearTimeout(waiting);
    waiting = 0;
    tell({ kind: "found" });
  });
  // A browser comes back by itself after a lost connection, but not after a refusal.
  source.addEventListener("error", () => {
    waiting ||= setTimeout(() => tell({ kind: "lost" }), 3000);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(tell), 1000);
  });
};

// What somebody who comes later has to know: the newest version, and what is wrong.
const memory = () => {
  let hello, problems;
  return {
    keep(message) {
      if (!message.boot) return;
      if (message.kind === "problems") problems = message;
      // What is told later about the same pages does not unsay where the change led.
      const to = message.to ?? (hello?.version === message.version ? hello.to : undefined);
      hello = { kind: "hello", boot: message.boot, version: message.version, to };
    },
    tell: (somebody) => [hello, problems].filter(Boolean).forEach(somebody),
  };
};

