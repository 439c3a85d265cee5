import { Tabs } from "@base-ui/react/tabs";
import { PanelRightClose, PanelRightOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChatKey, ChatRow } from "@/bindings";
import { CustomerPanel } from "@/features/customer/CustomerPanel";
import { GroupPanel } from "@/features/group/GroupPanel";
import { Notes } from "@/features/notes/Notes";
import { useKeys } from "@/shared/keys";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";

type Props = {
	row: ChatRow;
	open: boolean;
	tab: PanelTab;
	onTab: (tab: PanelTab) => void;
	onToggle: () => void;
	onOpenChat: (chat: ChatKey) => void;
	onShowActivity: () => void;
};

export type PanelTab = "card" | "notes";

const TAB =
	"relative h-8 px-2 text-base text-text-2 transition-colors duration-150 hover:text-text-1 data-active:font-medium data-active:text-text-1 ring-inside after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full data-active:after:bg-accent";

/** The fourth column: who is on the other side. Closed, it leaves a strip with the button that opens it. */
export function SidePanel({ row, open, tab, onTab, onToggle, onOpenChat, onShowActivity }: Props) {
	const { t } = useTranslation();
	const keys = useKeys();
	const isGroup = row.kind === "group";
	const label = t(open ? "panel.hide" : "panel.show");
	const toggle = (
		<Hint
			side="left"
			text={
				<span className="flex items-center gap-2">
					{label}
					<Kbd keys={keys("panel")} />
				</span>
			}
		>
			<IconButton label={label} size={28} aria-expanded={open} data-testid="panel-toggle" onClick={onToggle}>
				{open ? <PanelRightClose size={18} /> : <PanelRightOpen size={18} />}
			</IconButton>
		</Hint>
	);
	if (!open) {
		return (
			<aside aria-label={t("panel.label")} className="flex w-10 justify-center border-l border-line pt-3.5">
				{toggle}
			</aside>
		);
	}
	return (
		<aside
			data-region="panel"
			data-testid="panel"
			aria-label={t("panel.label")}
			className="flex min-h-0 w-[300px] flex-col border-l border-line bg-surface-1"
		>
			<Tabs.Root
				value={tab}
				onValueChange={(next) => onTab(next as PanelTab)}
				className="flex min-h-0 flex-1 flex-col"
			>
				<div className="flex h-14 shrink-0 items-end gap-2 border-b border-line pr-2 pl-2">
					<Tabs.List className="flex flex-1" aria-label={t("panel.label")}>
						<Tabs.Tab value="card" className={TAB} data-region-focus="">
							{t(isGroup ? "panel.group" : "panel.customer")}
						</Tabs.Tab>
						<Tabs.Tab value="notes" className={TAB} data-testid="panel-notes">
							{t("panel.notes")}
						</Tabs.Tab>
					</Tabs.List>
					<span className="self-center">{toggle}</span>
				</div>
				<Tabs.Panel value="card" className="min-h-0 flex-1 overflow-y-auto overscroll-contain ring-inside">
					{isGroup ? (
						<GroupPanel row={row} onShowActivity={onShowActivity} />
					) : (
						<CustomerPanel row={row} onOpenChat={onOpenChat} />
					)}
				</Tabs.Panel>
				<Tabs.Panel value="notes" className="min-h-0 flex-1 overflow-y-auto overscroll-contain ring-inside">
					<Notes chat={row.key} />
				</Tabs.Panel>
			</Tabs.Root>
		</aside>
	);
}
