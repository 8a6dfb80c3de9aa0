#!/usr/bin/env node
// Starts the command line under a Node.js that can run it: this one, or the one that `npm install` brought along.
// Plain old JavaScript, so that an old Node.js gets as far as the sentence that says what is needed.
"use strict";
var childProcess = require("child_process");
var fs = require("fs");
var path = require("path");
var url = require("url");

var main = path.join(__dirname, "main.ts");
var pinned = path.join(__dirname, "../../node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
var version = process.versions.node.split(".").map(Number);

/** Whether this Node.js runs TypeScript: by itself, behind a flag, or not at all. */
function abilityOf(major, minor) {
  if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return "itself";
  return major === 23 || (major === 22 && minor >= 6) ? "flag" : "none";
}

function handOver(program, flags) {
  var child = childProcess.spawn(program, flags.concat([main], process.argv.slice(2)), { stdio: "inherit" });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    console.error("connector-service: " + program + " cannot be started: " + error.message);
    process.exitCode = 70;
  });
  child.on("exit", function (code, signal) {
    process.exitCode = code === null ? 128 + (require("os").constants.signals[signal] || 0) : code;
  });
}

var ability = abilityOf(version[0], version[1]);
if (ability === "itself") {
  import(url.pathToFileURL(main).href);
} else if (fs.existsSync(pinned)) {
  handOver(pinned, []);
} else if (ability === "flag") {
  handOver(process.execPath, ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"]);
} else {
  console.error(
    "connector-service needs Node.js 22.6 or later, and this is " +
      process.version +
      ".\nRun `npm install` in " +
      path.join(__dirname, "../..") +
      ", which brings a fitting Node.js along, or install one from https://nodejs.org.",
  );
  process.exitCode = 70;
}
