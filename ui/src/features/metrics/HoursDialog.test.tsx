import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { WorkHours } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { HoursDialog } from "./HoursDialog";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const HOURS: WorkHours = {
	zone: "Asia/Shanghai",
	days: ["monday"],
	hours: { fromMinute: 540, toMinute: 1080 },
	lunch: null,
	holidays: [],
	extraDays: [],
	limitMinutes: 10,
	silenceHours: 8,
	groups: "mentioned",
};

describe("the working hours", () => {
	it("are saved only if they can be read", async () => {
		startTestEngine(testSnapshot({ chats: [] }), {});
		const saved: WorkHours[] = [];
		const save = async (hours: WorkHours) => {
			saved.push(hours);
		};
		await show(<HoursDialog hours={HOURS} onSave={save} onClose={() => undefined} />);
		const limit = await screen.findByTestId("hours-limit");
		const form = screen.getByTestId("hours-dialog");
		fireEvent.change(limit, { target: { value: "" } });
		fireEvent.submit(form);
		expect(saved).toEqual([]);
		expect(form.textContent).toContain("有填写不对的地方");
		fireEvent.change(limit, { target: { value: "15" } });
		fireEvent.submit(form);
		expect(saved).toEqual([{ ...HOURS, limitMinutes: 15 }]);
	});
});
