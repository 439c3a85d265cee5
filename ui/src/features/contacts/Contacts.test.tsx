import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
	startTestEngine,
	stopTestEngine,
	testCustomerCard,
	testRow,
	testSnapshot,
} from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Contacts } from "./Contacts";

beforeAll(() => giveEverythingSize(900, 600));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const PEOPLE = [
	testCustomerCard("c1", { name: "王小满", remark: "老客" }).customer,
	testCustomerCard("c2", { name: "张伟", phone: "13812345678" }).customer,
];
const RULES = { dailyCap: 20, leastPauseS: 180, mostPauseS: 420, quiet: { fromMinute: 1320, toMinute: 480 } };

async function open(answers: Record<string, (args: never) => unknown> = {}) {
	const onOpenChat = vi.fn();
	const asked = startTestEngine(testSnapshot({ chats: [testRow("c2")] }), {
		contacts: () => ({ items: PEOPLE, total: 2, unreadable: 0 }),
		addings: () => [],
		all_tags: () => [],
		adding_rules: () => RULES,
		...answers,
	});
	await show(<Contacts onOpenChat={onOpenChat} />);
	return { asked, onOpenChat };
}

describe("the contacts", () => {
	it("finds people by their own name beside the remark, by pinyin and by number", async () => {
		await open();
		expect(await screen.findAllByTestId("contact")).toHaveLength(2);
		const search = screen.getByTestId("contacts-search");
		for (const [query, name] of [
			["小满", "老客"],
			["zhangw", "张伟"],
			["8123", "张伟"],
		] as const) {
			await userEvent.clear(search);
			await userEvent.type(search, query);
			await vi.waitFor(() => {
				const rows = screen.getAllByTestId("contact");
				expect(rows).toHaveLength(1);
				expect(rows[0]?.textContent).toContain(name);
			});
		}
	});

	it("opens the chat with Enter, and makes it first where nothing was said yet", async () => {
		const made = vi.fn(() => null);
		const { onOpenChat } = await open({ open_contact: made });
		await screen.findAllByTestId("contact");
		screen.getByRole("listbox").focus();
		await userEvent.keyboard("{ArrowDown}{Enter}");
		await vi.waitFor(() => expect(onOpenChat).toHaveBeenCalledWith({ robotKey: "r", chatUser: "c1" }));
		expect(made).toHaveBeenCalledTimes(1);
		await userEvent.keyboard("{ArrowDown}{Enter}");
		await vi.waitFor(() => expect(onOpenChat).toHaveBeenCalledWith({ robotKey: "r", chatUser: "c2" }));
		expect(made).toHaveBeenCalledTimes(1);
	});

	it("says when the platform may be asked again, and that the lists come later", async () => {
		await open({ sync_contacts: () => Date.now() + 600_000 });
		await userEvent.click(await screen.findByTestId("contacts-sync"));
		expect(await screen.findByText(/自动重读两次/)).toBeTruthy();
		expect(screen.getByTestId("contacts-sync")).toHaveProperty("disabled", true);
	});

	it("hands over the numbers that are good, each once, and keeps what was typed if that fails", async () => {
		let works = false;
		const { asked } = await open({
			add_by_phone: () => {
				if (works) return "a1";
				throw { code: "cache", message: "", retryable: false, requestId: null };
			},
		});
		await userEvent.click(await screen.findByTestId("contacts-add"));
		const box = await screen.findByTestId("add-phones");
		await userEvent.click(box);
		await userEvent.paste("13800000001\n13800000001\n坏的");
		expect(screen.getByTestId("phones-wrong").textContent).toContain("坏的");
		await userEvent.click(screen.getByTestId("add-submit"));
		expect(await screen.findByRole("alert")).toBeTruthy();
		expect((box as HTMLTextAreaElement).value).toContain("13800000001");
		works = true;
		await userEvent.click(screen.getByTestId("add-submit"));
		await vi.waitFor(() => expect(screen.queryByTestId("add-people")).toBeNull());
		expect(asked.filter(({ command }) => command === "add_by_phone").at(-1)?.args).toEqual({
			robot: "r",
			phones: ["13800000001"],
			greeting: null,
		});
	});
});
