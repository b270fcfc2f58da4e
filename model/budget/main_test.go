//go:build unix

package budget

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv(floodEnv) != "" {
		serveFlood()
		return
	}
	if os.Getenv(attackEnv) != "" {
		serveAttack()
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if tempDir, err = os.MkdirTemp("", "budget"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(tempDir)
	defer func() {
		if len(measured) > 0 {
			printTable(os.Stdout, measured)
		}
		if len(steps) > 0 {
			printGrowth(os.Stdout)
		}
	}()
	return m.Run()
}

// BenchmarkBudgets measures the budgets. Each has a name, to be run alone; what they measure is in the table.
func BenchmarkBudgets(b *testing.B) {
	for _, budget := range []struct {
		name    string
		measure func(*testing.B)
	}{
		{"ingest", measureIngest},
		{"record", measureRecorded},
		{"record at a rate", measureRecordedRate},
		{"update", measureUpdate},
		{"keys", measureKeys},
		{"memory", measureMemory},
		{"start", measureStart},
		{"cpu", measureCPU},
		{"terminal", measureTerminal},
		{"serve", measureServe},
		{"idle", measureIdle},
	} {
		b.Run(budget.name, func(b *testing.B) {
			for b.Loop() {
				budget.measure(b)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
