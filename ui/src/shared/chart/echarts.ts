/** The parts of ECharts that are used. Loaded when the first chart is shown, and not before. */
import { BarChart, CustomChart, HeatmapChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
	BarChart,
	CustomChart,
	HeatmapChart,
	LineChart,
	GridComponent,
	LegendComponent,
	TooltipComponent,
	VisualMapComponent,
	CanvasRenderer,
]);

export { init };
