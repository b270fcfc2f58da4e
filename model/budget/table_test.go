//go:build unix

package budget

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// row is a line of the table.
type row struct {
	what   string
	budget string // as it was promised; "" where nothing was
	today  string
	ratio  string // of a bare gorilla loop that reads the same frames with as large a buffer, in the same run; "" where that says nothing
	met    string // see verdict
}

// verdict is what the table says of a budget.
func verdict(met bool) string {
	if met {
		return "met"
	}
	return "NOT MET"
}

// measured are the rows so far.
var measured []row

// report adds a row to the table.
func report(r row) { measured = append(measured, r) }

// printTable prints rows as a table, under the date and the machine.
func printTable(w io.Writer, rows []row) {
	fmt.Fprintf(w, "\nThe budgets on %s, %s\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine())
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(cells ...string) {
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	line("what", "budget", "today", "ratio", "met?")
	line("----", "------", "-----", "-----", "----")
	for _, r := range rows {
		line(r.what, r.budget, r.today, r.ratio, r.met)
	}
	t.Flush()
}

// machine says what the figures were measured on.
func machine() string {
	return fmt.Sprintf("%s %s/%s, %d of %d cores of %s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), runtime.NumCPU(), processor())
}

// processor is what Linux calls the first processor.
func processor() string {
	const unknown = "an unknown processor"
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return unknown
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return unknown
}
