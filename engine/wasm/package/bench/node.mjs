// The figures in Node, by the processor time that was spent, so that a busy machine says the same as a quiet one.
import * as engine from "@ludograph/engine";

import { measure, table, tournament } from "./workloads.mjs";

await engine.init();
const workers = 2;
console.log(`Node ${process.version}`);
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
console.log(table(measure(engine, spent), await tournament(engine, workers), workers));
