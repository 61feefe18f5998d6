"""Answers of scikit-learn, LightGBM and statsmodels: JSON on standard input, one answer on standard output."""

import json
import sys

import numpy as np


def data(request):
    """scikit-learn's breast cancer data, standardized, divided into two parts, with some values missing if asked."""
    from sklearn.datasets import load_breast_cancer

    x, y = load_breast_cancer(return_X_y=True)
    y = 1 - y
    # Single precision, in which Populus has its features.
    x = ((x - x.mean(axis=0)) / x.std(axis=0)).astype(np.float32).astype(float)
    missing = request.get("missing", 0)
    if missing:
        x[np.random.default_rng(5).random(x.shape) < missing] = np.nan
    test = np.arange(len(y)) % 3 == 2
    return x, y, test


def columns(x):
    return [[None if np.isnan(each) else float(each) for each in column] for column in x.T]


def parts(x, y, test):
    return {
        "train": {"columns": columns(x[~test]), "outcomes": y[~test].tolist()},
        "test": {"columns": columns(x[test]), "outcomes": y[test].tolist()},
    }


def logistic(request):
    from sklearn.linear_model import LogisticRegression

    x, y, test = data(request)
    rows = int((~test).sum())
    fits = []
    for penalty in request["penalties"]:
        share = penalty["lassoShare"]
        model = LogisticRegression(
            C=1 / (penalty["strength"] * rows),
            solver="saga",
            l1_ratio=share,
            tol=1e-10,
            max_iter=200000,
            **({} if "l1_ratio" in LogisticRegression().get_params() and share in (0, 1) else {"penalty": "elasticnet"}),
        )
        model.fit(x[~test], y[~test])
        fits.append({"intercept": float(model.intercept_[0]), "coefficients": model.coef_[0].tolist()})
    return {**parts(x, y, test), "fits": fits}


def trees(request):
    import lightgbm

    x, y, test = data(request)
    model = lightgbm.train(
        {
            "objective": "binary",
            "learning_rate": request["learningRate"],
            "num_leaves": request["leaves"],
            "min_data_in_leaf": request["minimumRows"],
            "min_sum_hessian_in_leaf": request["minimumCurvature"],
            "lambda_l2": request["ridge"],
            "max_bin": 64,
            "verbose": -1,
            "deterministic": True,
            "num_threads": 1,
        },
        lightgbm.Dataset(x[~test], y[~test]),
        num_boost_round=request["trees"],
    )
    return {
        **parts(x, y, test),
        "predictions": model.predict(x[test]).tolist(),
        "contributions": model.predict(x[test][:25], pred_contrib=True).tolist(),
        "trees": [tree["tree_structure"] for tree in model.dump_model()["tree_info"]],
    }


def delong(predictions, outcomes):
    """By the placement of each pair, not by ranks."""
    p, y = np.array(predictions), np.array(outcomes)
    one, zero = p[y == 1], p[y == 0]
    wins = (one[:, None] > zero[None, :]) + 0.5 * (one[:, None] == zero[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


def validation(request):
    import statsmodels.api as sm
    from sklearn.metrics import brier_score_loss, roc_auc_score

    p, q, y = (np.array(request[name]) for name in ("predictions", "others", "outcomes"))
    v10, v01 = delong(p, y)
    w10, w01 = delong(q, y)
    logit = np.log(p / (1 - p))
    offset = sm.GLM(y, np.ones((len(y), 1)), family=sm.families.Binomial(), offset=logit).fit(tol=1e-12)
    slope = sm.GLM(y, sm.add_constant(logit), family=sm.families.Binomial()).fit(tol=1e-12)
    z = 1.959963984540054
    squares = (p - y) ** 2
    return {
        "auc": roc_auc_score(y, p),
        "aucError": float(np.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01))),
        "difference": float(v10.mean() - w10.mean()),
        "differenceError": float(
            np.sqrt((v10 - w10).var(ddof=1) / len(v10) + (v01 - w01).var(ddof=1) / len(v01))
        ),
        "brier": brier_score_loss(y, p),
        "brierError": float(z * squares.std(ddof=1) / np.sqrt(len(y))),
        "intercept": [float(offset.params[0]), *map(float, offset.conf_int()[0])],
        "slope": [float(slope.params[1]), *map(float, slope.conf_int()[1])],
        "netBenefit": [
            float(((p >= t) & (y == 1)).mean() - ((p >= t) & (y == 0)).mean() * t / (1 - t))
            for t in request["thresholds"]
        ],
        "wilson": [list(map(float, each)) for each in wilson(request["shares"])],
    }


def wilson(shares):
    from statsmodels.stats.proportion import proportion_confint

    return [proportion_confint(part, total, method="wilson") for part, total in shares]


def intervals(request):
    """Tables of two groups, standardized rates, agreement and tails, by scipy and statsmodels."""
    from scipy import stats
    from statsmodels.stats.inter_rater import cohens_kappa
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.stats.proportion import confint_proportions_2indep
    from statsmodels.stats.rates import confint_poisson_2indep

    def poisson(count):
        low = stats.gamma.ppf(0.025, count) if count > 0 else 0.0
        return [float(low), float(stats.gamma.ppf(0.975, count + 1))]

    def standardized(events, people, weights):
        w = np.array(weights) / np.sum(weights) / np.array(people)
        e = np.array(events)
        value, variance, widest = (w * e).sum(), (w**2 * e).sum(), w.max()
        low = stats.gamma.ppf(0.025, value**2 / variance, scale=variance / value) if value > 0 else 0.0
        above, spread = value + widest, variance + widest**2
        return [float(value), float(low), float(stats.gamma.ppf(0.975, above**2 / spread, scale=spread / above))]

    def fisher(a, n, b, m):
        table = [[a, n - a], [b, m - b]]
        sides = [stats.fisher_exact(table, alternative=side)[1] for side in ("less", "greater")]
        return float(min(1, 2 * min(sides)))

    def kappa(table):
        found = cohens_kappa(np.array(table))
        return [float(found.kappa), float(found.kappa_low), float(found.kappa_upp)]

    def difference(left, right):
        x, y = np.array(left), np.array(right)
        return float((x.mean() - y.mean()) / np.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2))

    def rates(a, t, b, s):
        """Difference and ratio of two rates of events, and twice the smaller side of the binomial test of them."""
        sides = [stats.binomtest(a, a + b, t / (t + s), alternative=side).pvalue for side in ("less", "greater")]
        return {
            "difference": list(
                map(float, confint_poisson_2indep(a, t, b, s, compare="diff", method="mover", method_mover="exact-c"))
            ),
            "ratio": list(map(float, confint_poisson_2indep(a, t, b, s, compare="ratio", method="wald-log"))),
            "probability": float(min(1, 2 * min(sides))),
        }

    def costs(left, right):
        """Ratio of two costs per month, with the error of its logarithm by the sandwich estimator of a log-linear model."""
        y = np.array([each[0] for each in left + right], dtype=float)
        m = np.array([each[1] for each in left + right], dtype=float)
        group = np.array([1.0] * len(left) + [0.0] * len(right))
        fit = GLM(y, np.column_stack([np.ones(len(y)), group]), family=Poisson(), offset=np.log(m)).fit(
            tol=1e-14, maxiter=200, cov_type="HC0"
        )
        return [float(np.exp(fit.params[1])), float(fit.bse[1])]

    return {
        "rates": [rates(*each) for each in request["rates"]],
        "costs": costs(*request["costs"]),
        "newcombe": [
            list(map(float, confint_proportions_2indep(a, n, b, m, compare="diff", method="newcomb")))
            for a, n, b, m in request["pairs"]
        ],
        "katz": [
            list(map(float, confint_proportions_2indep(a, n, b, m, compare="ratio", method="log")))
            for a, n, b, m in request["pairs"]
        ],
        "fisher": [fisher(*pair) for pair in request["pairs"]],
        "poisson": [poisson(count) for count in request["counts"]],
        "standardized": [standardized(*each) for each in request["standardized"]],
        "kappa": [kappa(table) for table in request["tables"]],
        "student": [float(2 * stats.t.sf(t, degrees)) for t, degrees in request["student"]],
        "difference": difference(*request["means"]),
    }


def smoothing(request):
    """
    Exponential smoothing with additive errors by statsmodels, which also searches for the first state. The search begins at its own
    guess and at the weights of the request, from which it can only get to smaller errors.
    """
    import warnings

    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    warnings.simplefilter("ignore")
    answers = []
    for each in request["series"]:
        season = each["season"]
        model = ETSModel(
            pd.Series(each["values"], dtype=float),
            error="add",
            trend="add" if each["trend"] != "none" else None,
            damped_trend=each["trend"] == "damped",
            seasonal="add" if season > 0 else None,
            seasonal_periods=season if season > 0 else None,
        )
        own = model.fit(disp=False, maxiter=2000)
        start = pd.Series(np.asarray(own.params), index=model.param_names)
        for name, weight in each["weights"].items():
            if name in start.index:
                start[name] = weight
        fits = [own]
        for _ in range(3):
            fits.append(model.fit(start_params=start.to_numpy(), disp=False, maxiter=5000))
            start = pd.Series(np.asarray(fits[-1].params), index=model.param_names)
        fit = min(fits, key=lambda one: float(np.nan_to_num(np.sum(np.asarray(one.resid) ** 2), nan=np.inf)))
        steps = each["ahead"]
        predicted = fit.get_prediction(start=len(each["values"]), end=len(each["values"]) + steps - 1)
        answers.append(
            {
                "squares": float(np.sum(fit.resid**2)),
                "points": np.asarray(predicted.predicted_mean).tolist(),
                "spread": np.sqrt(predicted.forecast_variance / predicted.forecast_variance[0]).tolist(),
            }
        )
    return answers


def onnx(request):
    """Models of scikit-learn and LightGBM as ONNX, with what onnxruntime predicts by them."""
    import base64

    import lightgbm
    import onnxruntime
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType as LightGbmTensor
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y, test = data(request)
    x = x[:, :6]
    filled = np.nan_to_num(x)
    columns_of = [(f"f{i}", FloatTensorType([None, 1])) for i in range(x.shape[1])]
    table = [("X", FloatTensorType([None, x.shape[1]]))]
    options = {"zipmap": False}
    imputing = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(x[~test], y[~test])
    boosting = GradientBoostingClassifier(n_estimators=25, max_depth=3, random_state=1).fit(filled[~test], y[~test])
    forest = RandomForestClassifier(n_estimators=15, max_depth=4, random_state=1).fit(filled[~test], y[~test])
    light = lightgbm.LGBMClassifier(n_estimators=25, num_leaves=6, verbose=-1).fit(x[~test], y[~test])
    models = {
        "regression": (to_onnx(imputing, initial_types=table, options=options), x),
        "boosting": (to_onnx(boosting, initial_types=table, options=options), filled),
        "forest": (to_onnx(forest, initial_types=table, options=options), filled),
        "lightgbm": (
            convert_lightgbm(light, initial_types=[("X", LightGbmTensor([None, x.shape[1]]))], zipmap=False),
            x,
        ),
    }
    answers = {}
    for name, (model, rows) in models.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = "features", ",".join(name for name, _ in columns_of)
        content = model.SerializeToString()
        session = onnxruntime.InferenceSession(content)
        inputs = {"X": rows[test].astype(np.float32)}
        answers[name] = {
            "model": base64.b64encode(content).decode(),
            "columns": columns(rows[test]),
            "predictions": session.run(None, inputs)[1][:, 1].astype(float).tolist(),
        }
    return answers


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answers = {"logistic": logistic, "trees": trees, "validation": validation, "onnx": onnx, "intervals": intervals, "smoothing": smoothing}
    json.dump(answers[asked["what"]](asked), sys.stdout)
