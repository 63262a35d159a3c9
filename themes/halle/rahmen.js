"use strict";
// For sites that show parts of a Spatz site in frames: each <iframe data-spatz src="…"> becomes as high as what it shows.
// Copy this file to your own server and load it with <script src="rahmen.js" defer></script>.
//
// A message counts only if it comes from the window of such a frame, and from the origin that the frame was given.

(() => {
  const HIGHEST = 20000;
  const frames = () => [...document.querySelectorAll("iframe[data-spatz]")];

  const isFrom = (event, frame) => event.source === frame.contentWindow && event.origin === origin(frame);
  const origin = (frame) => {
    const address = new URL(frame.src, document.baseURI);
    return address.protocol === "file:" ? "null" : address.origin;
  };

  addEventListener("message", (event) => {
    const height = event.data?.spatz?.hoehe;
    if (!Number.isInteger(height) || height < 1 || height > HIGHEST) return;
    const frame = frames().find((one) => isFrom(event, one));
    if (frame) frame.height = height;
  });
  // Frames that were there first have told it to nobody.
  for (const frame of frames()) frame.contentWindow?.postMessage("spatz-hoehe", "*");
})();
