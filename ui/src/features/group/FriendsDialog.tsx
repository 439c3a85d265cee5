import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer, GroupCard } from "@/bindings";
import { act, useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { TextField } from "@/shared/ui/TextField";
import { FriendPicker } from "./FriendPicker";
import { People } from "./People";

type Purpose = "invite" | "create";
type Props = { purpose: Purpose; card: GroupCard; open: boolean; onOpenChange: (open: boolean) => void };

/** Friends of the robot are chosen, looked at once more, and then invited or made a group. */
export function FriendsDialog({ purpose, card, open, onOpenChange }: Props) {
	const { t } = useTranslation();
	return (
		<Modal open={open} onOpenChange={onOpenChange} title={t(`group.${purpose}Title`)} className="w-[480px]">
			<Choosing purpose={purpose} card={card} onDone={() => onOpenChange(false)} />
		</Modal>
	);
}

function Choosing({ purpose, card, onDone }: { purpose: Purpose; card: GroupCard; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const { robotKey, id } = card.group;
	const robot = useRobot(robotKey)?.robot;
	const [name, setName] = useState("");
	const [chosen, setChosen] = useState<readonly Customer[]>([]);
	const [previewed, setPreviewed] = useState(false);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const present = new Set(purpose === "invite" ? card.members.map((member) => member.id) : []);

	function toggle(customer: Customer) {
		setChosen((before) =>
			before.some((each) => each.id === customer.id)
				? before.filter((each) => each.id !== customer.id)
				: [...before, customer],
		);
	}

	async function carryOut() {
		setState({ busy: true, error: null });
		const people = chosen.map((each) => each.id);
		try {
			await act(
				robotKey,
				purpose === "invite"
					? { kind: "invite", group: id, friends: people }
					: { kind: "createGroup", name: name.trim(), members: people },
			);
			onDone();
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	if (previewed) {
		return (
			<div data-testid="friends-preview" className="mt-1 flex flex-col gap-4">
				<p className="text-base text-text-2 [overflow-wrap:anywhere]">
					{t(`group.${purpose}Preview`, {
						robot: robot ? oneLine(robot.name) : t("robot.unnamed"),
						group: purpose === "invite" ? oneLine(card.group.name) : oneLine(name),
						count: chosen.length,
					})}
				</p>
				<People people={chosen.map((each) => ({ id: each.id, name: each.remark || each.name }))} />
				{state.error !== null && <ErrorNote>{reason(state.error)}</ErrorNote>}
				<div className="flex justify-end gap-2">
					<Button onClick={() => setPreviewed(false)}>{t("group.announceBack")}</Button>
					<Button
						look="primary"
						data-testid="friends-confirm"
						disabled={state.busy}
						onClick={() => void carryOut()}
					>
						{t(`group.${purpose}Confirm`, { count: chosen.length })}
					</Button>
				</div>
			</div>
		);
	}
	return (
		<div className="mt-2 flex flex-col gap-3">
			{purpose === "create" && (
				<TextField
					label={t("group.name")}
					value={name}
					maxLength={30}
					data-testid="create-name"
					onChange={(event) => setName(event.target.value)}
				/>
			)}
			<FriendPicker robot={robotKey} present={present} chosen={chosen} onToggle={toggle} />
			<div className="flex items-center justify-end gap-2">
				<span className="mr-auto text-small text-text-2" aria-live="polite">
					{t("group.chosen", { count: chosen.length })}
				</span>
				<Button onClick={onDone}>{t("panel.cancel")}</Button>
				<Button
					look="primary"
					data-testid="friends-next"
					disabled={chosen.length === 0 || (purpose === "create" && name.trim() === "")}
					onClick={() => setPreviewed(true)}
				>
					{t("group.announceNext")}
				</Button>
			</div>
		</div>
	);
}
