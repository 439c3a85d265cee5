import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupCard, GroupMember } from "@/bindings";
import { act as ask, useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { Tick } from "@/shared/ui/Tick";
import { actionOf, type MemberAct } from "./model";
import { People } from "./People";

type Props = {
	card: GroupCard;
	act: MemberAct | null;
	members: readonly GroupMember[];
	onClose: (done: boolean) => void;
};

/** What will happen to whom, before it does. */
export function MemberDialog({ card, act, members, onClose }: Props) {
	const { t } = useTranslation();
	return (
		<Modal
			open={act !== null}
			onOpenChange={(open) => !open && onClose(false)}
			title={act === null ? "" : t(`group.confirm.${act}.title`, { count: members.length })}
		>
			{act !== null && <Confirm card={card} act={act} members={members} onClose={onClose} />}
		</Modal>
	);
}

function Confirm({ card, act, members: chosen, onClose }: Props & { act: MemberAct }) {
	const { t } = useTranslation();
	const reason = useReason();
	const robot = useRobot(card.group.robotKey)?.robot;
	// What is confirmed is what was shown: who joins or leaves meanwhile changes nothing here.
	const [members] = useState(chosen);
	const [seen, setSeen] = useState(false);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

	async function carryOut() {
		setState({ busy: true, error: null });
		try {
			await ask(
				card.group.robotKey,
				actionOf(
					act,
					card.group.id,
					members.map((member) => member.id),
				),
			);
			onClose(true);
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	return (
		<div data-testid="member-dialog" className="mt-1 flex flex-col gap-4">
			<p className="text-base text-text-2">
				{t(`group.confirm.${act}.body`, {
					group: oneLine(card.group.name),
					robot: robot ? oneLine(robot.name) : t("robot.unnamed"),
				})}
			</p>
			<People people={members} />
			<Tick checked={seen} onChange={setSeen} testId="member-consent">
				{t(`group.confirm.${act}.consent`, { count: members.length })}
			</Tick>
			{state.error !== null && <ErrorNote>{reason(state.error)}</ErrorNote>}
			<div className="flex justify-end gap-2">
				<Button onClick={() => onClose(false)}>{t("panel.cancel")}</Button>
				<Button
					look={act === "kick" ? "danger" : "primary"}
					data-testid="member-confirm"
					disabled={!seen || state.busy}
					onClick={() => void carryOut()}
				>
					{t(`group.act.${act}`)}
				</Button>
			</div>
		</div>
	);
}
