"""A submission becomes a program: what its functions need is kept, runs are dropped, and nothing is executed.

A notebook as a student hands it in, for an assignment that asks for `sigmoid` and `predict`, and what becomes of
each line:

    cell 1
        %matplotlib inline                       # dropped: IPython's, not Python's
        import numpy as np                       # kept: every import; one that fails costs no other
        from week2.lr_utils import load_dataset  # kept as `from lr_utils import load_dataset`: that is given
        import time                              # kept
    cell 2
        np.random.seed(1)                        # dropped: a run
        X, Y = load_dataset()                    # dropped: a run; it may take long, fail, or ask for the network
        threshold = 0.5                          # kept: a constant costs nothing
        columns = np.arange(4)                   # kept: cheap, without effect, and `predict` reads it
        zeros = np.zeros(1000)                   # dropped: cheap as well, but nothing that is kept reads it
        m = X.shape[1]                           # dropped: made from what only a run sets
        started = time.time()                    # kept: an object made once; `predict` reads it
        factor = half(2.0)                       # kept: so is the value of a function of one's own
        for k in range(3):                       # kept: a loop that fills a table
            columns[k] = k                       # kept
        model = train(columns)                   # dropped: nothing that is asked for reads it
    cell 3
        def sigmoid(z):                          # kept: every definition
            return 1 / (1 + np.exp(-z))          # kept
        print(sigmoid(0))                        # dropped: a run
    cell 4
        if threshold > 0:                        # dropped: a block that calls what may do anything ...
            np.save("t.npy", threshold)          # dropped: ... is looked at line by line
            digits = 3                           # kept: a constant
    cell 5
        def predict(w, X, scale=m):              # kept: `m` is None while it is defined
            A = sigmoid(w.T @ X) * scale         # kept
            print(time.time() - started)         # kept
            return A[columns] > factor, Y        # kept; a note tells: no run, no `Y`
    cell 6
        def sigmoid(z:                           # dropped, and a note: it costs only itself
        def half(x):                             # kept: no bracket reaches beyond a `def`
            return x / 2                         # kept
    cell 7
        if __name__ == "__main__":               # dropped: what begins a run
            predict(X, X)                        # dropped

What the student is told:

    cell 6, line 1 is not valid Python ('(' was never closed); the definition of sigmoid there does not count.
    predict reads the notebook's variables Y and m; use its arguments.

Each cell is parsed, mended where that leaves no doubt, and else cut into the statements that parse (`statements`,
with `ipython`, `repair` and `lines`; what a newer Python knows is read in older words: `newer`, `fstrings`). What is
imported of a renamed copy of the course's module is the course's (`imports`, `copies`). Each statement gets a `kind`
(`kinds`; `cheap` says which calls are made) and the names that it binds and reads (`scope`); with both it is a
`ClassifiedStatement` (`classified`). Following names from one to the next tells which are needed (`dependencies`) and
in which order (`order`). `notices` says what a student should know of it, and `attempted` whether a function holds
more than its template.
"""
