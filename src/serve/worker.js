// The worker that all tabs of a browser share: one connection, however many tabs.
const tabs = new Set();
const known = memory();

listen((message) => {
  known.keep(message);
  for (const tab of tabs) tab.postMessage(message);
});

self.addEventListener("connect", (event) => {
  const [tab] = event.ports;
  tab.onmessage = ({ data }) => {
    if (data === "gone") return tabs.delete(tab);
    tabs.add(tab);
    known.tell((message) => tab.postMessage(message));
  };
});
