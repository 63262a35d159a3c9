"use strict";
// What keeps the keyboard from its work, on keyboard.html and on trap.html.
const refuse = (key) => (event) => event.key === key && event.preventDefault();
document.querySelector(".stuck summary")?.addEventListener("keydown", refuse("Enter"));
document.querySelector(".trap")?.addEventListener("keydown", refuse("Tab"));
