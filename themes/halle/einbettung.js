"use strict";
// A page in a frame tells the page around it how high it is: { spatz: { hoehe: 480 } }, whenever that changes, and when
// asked by "spatz-hoehe". Everybody may know it. What the other side does with it stands in rahmen.js.

const tell = () => {
  const hoehe = Math.ceil(document.documentElement.getBoundingClientRect().height);
  window.parent.postMessage({ spatz: { hoehe } }, "*");
};

if (window.parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  // Out of sight, browsers observe nothing.
  tell();
  window.addEventListener("load", tell);
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data === "spatz-hoehe") tell();
  });
}
