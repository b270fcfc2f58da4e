package export

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed examples
var examples embed.FS

// exampleFiles are the examples by their names.
var exampleFiles = map[string]string{"prometheus": "prometheus.yml", "rules": "rules.yml", "unit": "sockeye.service"}

// ExampleNames are what [Example] knows, as a sentence has it.
const ExampleNames = "prometheus, rules or unit"

// Example returns a file for what is around an exporter: a scrape configuration of Prometheus, alert rules, or a unit of systemd, for
// presets that are exported at an address. Without presets it is for one of those that are shipped.
func Example(name string, presets []string, listen string) (string, error) {
	file, ok := exampleFiles[name]
	if !ok {
		return "", fmt.Errorf("no example %s: there are %s", name, ExampleNames)
	}
	if len(presets) == 0 {
		presets = []string{"kraken"}
	}
	text, err := examples.ReadFile("examples/" + file)
	if err != nil {
		return "", err
	}
	quote, between := yamlText, ", "
	if name == "unit" {
		quote, between = unitText, " "
	}
	var quoted []string
	for _, p := range presets {
		quoted = append(quoted, quote(p))
	}
	list := strings.Join(quoted, between)
	return strings.NewReplacer("$LISTEN", quote(listen), "$PRESETS", list, "$TARGETS", list).Replace(string(text)), nil
}

// yamlText returns a text as YAML has it, of which JSON is a part.
func yamlText(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// unitText returns a text as a command line of systemd has it.
func unitText(text string) string {
	text = strings.NewReplacer("%", "%%", "$", "$$", `\`, `\\`, `"`, `\"`, "\n", " ").Replace(text)
	if text == "" || strings.ContainsAny(text, " \t;'\"") {
		return `"` + text + `"`
	}
	return text
}
