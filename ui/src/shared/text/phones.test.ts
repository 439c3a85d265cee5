import { describe, expect, it } from "vitest";
import { bareNumber, phoneProblem } from "./phones";

describe("a telephone number", () => {
	it.each([
		["", "empty"],
		["138 1234 5678", null],
		["138-1234-5678", null],
		["+852 9123 4567", null],
		["12345678901", "mainland"],
		["1381234", null],
		["138", "length"],
		["一三八", "letters"],
	])("%s: %s", (phone, problem) => {
		expect(phoneProblem(phone)).toBe(problem);
	});

	it("leaves without what people write between its digits", () => {
		expect(bareNumber(" +86 138.1234-5678 ")).toBe("+8613812345678");
	});
});
