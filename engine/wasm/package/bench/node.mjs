// The figures in Node: `npm run bench`.
import * as engine from "@ludograph/engine";

import { measure, table, tournament } from "./workloads.mjs";

await engine.init();
const workers = 2;
console.log(`Node ${process.version}`);
console.log(table(measure(engine), await tournament(engine, workers), workers));
