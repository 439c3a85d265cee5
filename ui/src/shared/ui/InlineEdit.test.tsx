import { cleanup, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../testing/render";
import { type FieldChange, InlineEdit } from "./InlineEdit";

afterEach(cleanup);

const NONE: FieldChange = { kind: "none" };

function field(onSave: (text: string) => void, change: FieldChange = NONE) {
	return (
		<InlineEdit label="备注" value="老王" placeholder="添加备注" change={change} onSave={onSave} testId="f" />
	);
}

describe("a field edited in place", () => {
	it("opens with Enter and saves once with Enter", async () => {
		const save = vi.fn();
		await show(field(save));
		screen.getByTestId("f").focus();
		await userEvent.keyboard("{Enter}");
		await userEvent.clear(screen.getByTestId("f-input"));
		await userEvent.type(screen.getByTestId("f-input"), " 王总 {Enter}");
		expect(save.mock.calls).toEqual([["王总"]]);
		expect(screen.queryByTestId("f-input")).toBeNull();
	});

	it("saves when it is left", async () => {
		const save = vi.fn();
		await show(field(save));
		await userEvent.click(screen.getByTestId("f"));
		await userEvent.type(screen.getByTestId("f-input"), "！");
		fireEvent.blur(screen.getByTestId("f-input"));
		expect(save.mock.calls).toEqual([["老王！"]]);
	});

	it("takes back with Esc, and saves nothing that is as before", async () => {
		const save = vi.fn();
		await show(field(save));
		await userEvent.click(screen.getByTestId("f"));
		await userEvent.type(screen.getByTestId("f-input"), "x{Escape}");
		await userEvent.click(screen.getByTestId("f"));
		await userEvent.keyboard("{Enter}");
		expect(save).not.toHaveBeenCalled();
	});

	it("saves what was typed when the panel goes away", async () => {
		const save = vi.fn();
		const { unmount } = await show(field(save));
		await userEvent.click(screen.getByTestId("f"));
		await userEvent.type(screen.getByTestId("f-input"), "！");
		unmount();
		expect(save.mock.calls).toEqual([["老王！"]]);
	});

	it("stays open until a press elsewhere is a click, so that nothing moves away from under it", async () => {
		const save = vi.fn();
		await show(field(save));
		await userEvent.click(screen.getByTestId("f"));
		await userEvent.type(screen.getByTestId("f-input"), "！");
		fireEvent.pointerDown(document.body);
		screen.getByTestId("f-input").blur();
		expect(screen.getByTestId("f-input")).toBeTruthy();
		fireEvent.pointerUp(document.body);
		await vi.waitFor(() => expect(screen.queryByTestId("f-input")).toBeNull());
		expect(save.mock.calls).toEqual([["老王！"]]);
	});

	it("takes no room to say that a change is on its way", async () => {
		await show(field(vi.fn(), { kind: "pending", text: "王总" }));
		const described = screen.getByTestId("f").getAttribute("aria-describedby") ?? "";
		expect(document.getElementById(described)?.className).toBe("sr-only");
	});

	it("leaves Enter to the input method while it composes", async () => {
		const save = vi.fn();
		await show(field(save));
		await userEvent.click(screen.getByTestId("f"));
		fireEvent.keyDown(screen.getByTestId("f-input"), { key: "Enter", isComposing: true });
		fireEvent.keyDown(screen.getByTestId("f-input"), { key: "Enter", keyCode: 229 });
		expect(screen.getByTestId("f-input")).toBeTruthy();
		expect(save).not.toHaveBeenCalled();
	});

	it("shows a refused change's reason beneath the old value, and offers what was typed", async () => {
		await show(field(vi.fn(), { kind: "refused", text: "王总", reason: "太频繁", onDismiss: vi.fn() }));
		expect(screen.getByTestId("f").textContent).toContain("老王");
		expect(screen.getByRole("alert").textContent).toContain("太频繁");
		await userEvent.click(screen.getByText("接着改"));
		expect((screen.getByTestId("f-input") as HTMLInputElement).value).toBe("王总");
	});
});
