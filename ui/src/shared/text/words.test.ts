import { expect, it } from "vitest";
import { wordsOf } from "./words";

it("takes words from lines and commas, each once", () => {
	expect(wordsOf("返现，红包\n返现、 保证,")).toEqual(["返现", "红包", "保证"]);
});
