"""Answers of other programs for risk scores: JSON on standard input, one list of answers on standard output."""

import json
import sys


def hcc(people):
    from hccinfhir.model_calculate import calculate_raf

    dual = {"none": "NA", "full": "02", "partial": "01"}
    answers = []
    for person in people:
        result = calculate_raf(
            person["diagnoses"],
            model_name="CMS-HCC Model " + person["model"],
            age=person["age"],
            sex="F" if person["sex"] == "female" else "M",
            dual_elgbl_cd=dual[person["dual"]],
            orec=person["orec"],
            new_enrollee=person["newEnrollee"],
            snp=person["chronicPlan"],
            lti=person["institutional"],
        )
        answers.append({"hccs": sorted(int(each) for each in result.hcc_list), "raw": result.risk_score})
    return answers


def comorbidity(people):
    import polars as pl
    from pycomorb.CharlsonComorbidityIndex import CharlsonComorbidityIndex
    from pycomorb.ElixhauserComorbidityIndex import ElixhauserComorbidityIndex
    from pycomorb.HospitalFrailtyRiskScore import HospitalFrailtyRiskScore

    # At 40 years Charlson's index adds no points for age.
    rows = [(index, code, 40) for index, person in enumerate(people) for code in person["diagnoses"]]
    frame = pl.DataFrame(rows, schema=["id", "code", "age"], orient="row")
    tables = {
        "charlson-1987": CharlsonComorbidityIndex(frame, weights="charlson"),
        "charlson-2011": CharlsonComorbidityIndex(frame, weights="quan"),
        "elixhauser-vw": ElixhauserComorbidityIndex(frame),
        "hospital-frailty": HospitalFrailtyRiskScore(frame),
    }
    answers = [{} for _ in people]
    for name, table in tables.items():
        score = next(column for column in table.columns if column != "id")
        for row in table.iter_rows(named=True):
            answers[row["id"]][name] = round(row[score], 1)
    return answers


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump({"hcc": hcc, "comorbidity": comorbidity}[request["what"]](request["people"]), sys.stdout)
