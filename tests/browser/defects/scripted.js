"use strict";
document.querySelector("main").append(Object.assign(document.createElement("p"), { textContent: "Words of the script." }));
