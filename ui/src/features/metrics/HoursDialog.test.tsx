import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { WorkHours } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { HoursDialog } from "./HoursDialog";
import { TEST_HOURS } from "./testing";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

describe("the working hours", () => {
	it("are saved only if they can be read", async () => {
		startTestEngine(testSnapshot({ chats: [] }), {});
		const saved: WorkHours[] = [];
		const save = async (hours: WorkHours) => {
			saved.push(hours);
		};
		await show(<HoursDialog hours={TEST_HOURS} onSave={save} onClose={() => undefined} />);
		const limit = await screen.findByTestId("hours-limit");
		const form = screen.getByTestId("hours-dialog");
		fireEvent.change(limit, { target: { value: "" } });
		fireEvent.submit(form);
		expect(saved).toEqual([]);
		expect(form.textContent).toContain("有填写不对的地方");
		fireEvent.change(limit, { target: { value: "15" } });
		fireEvent.submit(form);
		expect(saved).toEqual([{ ...TEST_HOURS, limitMinutes: 15 }]);
	});
});
