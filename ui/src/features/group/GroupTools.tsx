import { Copy, FileSpreadsheet, UserCog } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupCard } from "@/bindings";
import { Button } from "@/shared/ui/Button";
import { Modal } from "@/shared/ui/Modal";
import { PanelSection } from "@/shared/ui/PanelSection";
import { CopySettings } from "./CopySettings";
import { DownloadGroups } from "./DownloadGroups";
import { ReplaceAdmin } from "./ReplaceAdmin";
import { Replacements } from "./Replacements";

const TOOLS = { download: FileSpreadsheet, copy: Copy, replace: UserCog } as const;
type Tool = keyof typeof TOOLS;

/** What is done with groups seldom: lists of them, settings for many, another admin. */
export function GroupTools({ card }: { card: GroupCard }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState<Tool | null>(null);
	const close = () => setOpen(null);
	const titled: Tool = open ?? "download";
	return (
		<PanelSection title={t("groupTools.title")} testId="group-tools">
			<div className="flex flex-wrap gap-1.5">
				{(Object.keys(TOOLS) as Tool[]).map((tool) => {
					const Icon = TOOLS[tool];
					return (
						<Button key={tool} size="small" data-testid={`tool-${tool}`} onClick={() => setOpen(tool)}>
							<Icon size={14} aria-hidden="true" />
							{t(`groupTools.tool.${tool}`)}
						</Button>
					);
				})}
			</div>
			<Replacements card={card} />
			<Modal
				open={open !== null}
				onOpenChange={(next) => !next && close()}
				title={t(`groupTools.dialog.${titled}`)}
				className="w-[520px]"
			>
				{open === "download" && <DownloadGroups card={card} onDone={close} />}
				{open === "copy" && <CopySettings card={card} onDone={close} />}
				{open === "replace" && <ReplaceAdmin card={card} onDone={close} />}
			</Modal>
		</PanelSection>
	);
}
