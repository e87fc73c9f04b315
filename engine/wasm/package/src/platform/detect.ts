/** Which platform this is. */

/** Whether this is Node. Its modules are asked for by `process.getBuiltinModule`: an import of them would be in a browser's
 * way. */
export const isNode = typeof process === "object" && typeof process.getBuiltinModule === "function";
