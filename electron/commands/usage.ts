/** What `guidepost help` prints. */
export const usageText = `Usage: guidepost COMMAND [options]

Commands
  export PIPELINE.json --as KIND  write a drawn pipeline as code: python, yaml, sdk or notebook
  faults check CARD.yaml          look whether a fault card is right, and what is on it
  lesson check PACK               prove a lesson: each step fails when it begins, and passes when it is solved
  lesson run PACK                 play a lesson against a local Azure, and check every step
  sandbox                         run the local Azure alone, for other tools
  train FILE.csv --label COLUMN   train and evaluate a model on a table

Options of export
  --as KIND              python (default): a script with pandas and scikit-learn; notebook: the same for Jupyter;
                         yaml: the job of Azure Machine Learning; sdk: the Python that submits it
  --data FILE.csv        of python and notebook: the table, and how it is read (see below); without it NAME.csv for
                         each dataset of the drawing
  --asset NAME[:VERSION] of yaml and sdk: the data asset (default: the latest one of the dataset's name)
  --experiment NAME      of yaml and sdk: the experiment (default guidepost)
  --compute NAME         of yaml and sdk: the compute of all steps (default cpu-cluster)
  --subscription ID, --resource-group NAME, --workspace NAME   of sdk: where the job is sent

Options of lesson run
  --data FILE            use this table instead of the lesson's; it has the same columns
  --seed N               seed of splits and names (default 42)
  --until STEP           stop after this step
  --state DIR            keep everything in this folder; a second run goes on where the first stopped
  --time-factor N        how many times faster than Azure waits pass (default 120)
  --json                 print one JSON document on standard output

Options of sandbox
  --port N               the port of Azure Resource Manager (default: any free one)
  --data DIR             where everything is kept (default: GUIDEPOST_HOME, or your folder for app data)
  --in-memory            keep nothing
  --https                be there over https, too: with an authority of its own, for clients that insist on it
  --allow-commands       let command jobs run their commands on this machine, for who has the token that is printed
  --faults FILE          what goes wrong on purpose: a fault card, in YAML or JSON
  --time-factor N        how many times faster than Azure waits pass (default 120)
  --json                 print addresses, subscription, tenant and process as one JSON document

Options of train
  --label COLUMN         the column to predict: two classes, several classes or numbers
  --positive VALUE       of two classes the one whose probability is predicted (default: the last in sorted order)
  --drop A,B             columns to leave out
  --missing HOW          drop-rows: leave out rows with gaps; impute: fill gaps with the median or the most
                         frequent value of the training rows; none (default): a gap counts as the lowest
                         number, or as none of the levels
  --split SHARE          share of the rows to train on, the rest tests (default 0.7; 1: train and test on all)
  --seed N               seed of the split and of a network's weights (default 42): the same seed gives the same result
  --task NAME            binary, multiclass or regression (default: what the label holds: two values are binary, texts
                         or few whole numbers multiclass, other numbers a regression)
  --learner NAME         binary:     two-class-logistic-regression (default), two-class-boosted-decision-tree or
                                     two-class-neural-network
                         multiclass: multiclass-logistic-regression (default) or multiclass-neural-network
                         regression: linear-regression (default), boosted-decision-tree-regression or
                                     neural-network-regression
  --l2-weight N          weight of the penalty on large coefficients of a logistic or linear regression (default 1,
                         of a linear one 0.001)
  --pipeline GRAPH.json  run this drawn pipeline on the file instead
  --save-model DIR       write the model, its figures and its pipelines to a folder
  --json                 print one JSON document on standard output

How the file is read (sniffed unless said)
  --delimiter CHAR       , ; | tab or space
  --decimal CHAR         . or ,
  --header yes|no        whether the first row names the columns
  --encoding NAME        utf-8, utf-16le, utf-16be or windows-1252
  --missing-values A,B   texts that stand for a missing cell, beside the usual ones (empty, ?, NA, None …); with
                         it no number such as -200 is taken for a missing cell
  --keep-default-missing no   only an empty cell and what --missing-values says is missing
  --bad-rows skip        leave out rows with too many or too few cells (default: error)
`;
