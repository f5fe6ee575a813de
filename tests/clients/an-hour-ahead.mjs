// Loaded first, it lets a program of JavaScript believe that it is an hour later.
const now = Date.now;
const AHEAD = 60 * 60 * 1000;
Date.now = () => now() + AHEAD;
