/** Cybersource in miniature: the platform's. */
import { cybersourceSimulator } from "../platforms/cybersource-simulator.ts";

export default cybersourceSimulator("cybersource");
