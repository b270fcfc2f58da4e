package feedtest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// CheckLeaks fails the test if goroutines, sockets or files are left when everything else that the test has started
// is cleaned up. It is called first.
func CheckLeaks(t testing.TB) {
	goroutines, files := runningGoroutines(), openFiles()
	collecting := debug.SetGCPercent(-1) // the collector closes sockets that were not closed
	t.Cleanup(func() {
		defer debug.SetGCPercent(collecting)
		deadline := time.Now().Add(timeout)
		for {
			left := append(surplusOf(runningGoroutines(), goroutines), surplusOf(openFiles(), files)...)
			if len(left) == 0 {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("left behind:\n%s", strings.Join(left, "\n"))
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
}

// runningGoroutines counts the goroutines by what has started them.
func runningGoroutines() map[string]int {
	stacks := make([]byte, 256<<10)
	n := runtime.Stack(stacks, true)
	for n == len(stacks) { // it does not say what it has left out
		stacks = make([]byte, 2*len(stacks))
		n = runtime.Stack(stacks, true)
	}
	count := make(map[string]int)
	for stack := range strings.SplitSeq(string(stacks[:n]), "\n\n") {
		if _, creator, ok := strings.Cut(stack, "created by "); ok {
			count["goroutine of "+strings.Split(creator, " in goroutine")[0]]++
		}
	}
	return count
}

// openFiles counts the sockets and files of this process, where the system has a list of them.
func openFiles() map[string]int {
	count := make(map[string]int)
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return count
	}
	for _, entry := range entries {
		to, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name()))
		switch {
		case err != nil: // the directory itself
		case strings.HasPrefix(to, "socket:"):
			count["socket"]++
		case strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/proc/"):
			count["file "+to]++
		}
	}
	return count
}

// surplusOf returns what there is more of than before.
func surplusOf(now, before map[string]int) (left []string) {
	for what, n := range now {
		if n > before[what] {
			left = append(left, fmt.Sprintf("%d %s, %d before", n, what, before[what]))
		}
	}
	return left
}
