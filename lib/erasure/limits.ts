/** The most endpoints that RustFS expands one expression to (utils string.rs). */
export const mostEndpoints = 10_000;

/** More drives than any node attaches. */
export const mostDrivesPerServer = 256;
