/** Telephone numbers as people write them. Pure. */

export type PhoneProblem = "empty" | "letters" | "length" | "mainland";

/** What is wrong with a telephone number; null if it may be one. */
export function phoneProblem(phone: string): PhoneProblem | null {
	const digits = bareNumber(phone);
	if (digits === "") return "empty";
	if (!/^\+?\d+$/.test(digits)) return "letters";
	if (digits.length < 7 || digits.length > 16) return "length";
	// Eleven digits are a number of the mainland, and those begin with 1 and a digit from 3 on.
	return /^\d{11}$/.test(digits) && !/^1[3-9]/.test(digits) ? "mainland" : null;
}

/** Without the blanks, dots and hyphens people write into numbers. */
export function bareNumber(phone: string): string {
	return phone.trim().replace(/[\s.\-()（）]/g, "");
}
